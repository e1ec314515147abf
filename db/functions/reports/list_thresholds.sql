create or replace function api.list_thresholds(
    query text default '', location text default null, status text default null, severity text default null, set_by text default null,
    after text default null, max_rows integer default 50
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
    c_looks constant integer := 20000;
    c_items constant integer := 10000;
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_after jsonb := inventory.read_cursor(after, array['item integer', 'location integer']);
    v_item_id integer := coalesce((v_after ->> 'item')::integer, 0);
    v_at_id integer := coalesce((v_after ->> 'location')::integer, 0);
    v_places integer[];
    v_items integer[];
    v_terms jsonb;
    v_sort text;
    v_found record;
    v_stop jsonb;
    v_ids integer[];
    v_looked_to integer;
    v_next integer;
    v_rows jsonb;
begin
    perform inventory.check_choice('status', list_thresholds.status, array['ok', 'low', 'out', 'over', 'crossed']);
    perform inventory.check_choice('severity', list_thresholds.severity, array['info', 'warning', 'critical']);
    perform inventory.check_choice('set_by', list_thresholds.set_by, array['person', 'default']);
    if nullif(btrim(location), '') is not null then
        v_places := array(
            select t.location_id from inventory.location_tree as t where t.ancestor_id = inventory.location_of(list_thresholds.location)
        );
    end if;
    if btrim(coalesce(query, '')) <> '' then
        -- The language of the items page, so that one is enough; of more items than this, the first, which
        -- is told. A look that ended early goes on where it stopped.
        v_terms := inventory.read_search(query);
        v_sort := nullif(inventory.search_order(v_terms, 'sku'), 'sku'); -- ranges come by item
        v_terms := inventory.unsorted_terms(v_terms);
        v_items := '{}';
        loop
            select * into v_found from inventory.search_ids(v_terms, 'sku', v_stop, c_items + 1 - cardinality(v_items));
            v_items := v_items || v_found.item_ids;
            v_stop := v_found.stop;
            exit when v_stop is null or cardinality(v_items) > c_items;
        end loop;
    end if;
    -- What is rare is looked for among so many; the next page goes on from there.
    with looked as materialized (
        select b.threshold_id, b.item_id, b.location_id, b.status
        from inventory.threshold_balances as b
        where (b.item_id, b.location_id) > (v_item_id, v_at_id)
        and (v_items is null or b.item_id = any (v_items))
        order by b.item_id, b.location_id limit c_looks
    )
    select
        (select array_agg(f.threshold_id order by f.item_id, f.location_id) from (
            select k.* from looked as k
            cross join lateral (select t.severity, t.set_by from inventory.thresholds as t where t.threshold_id = k.threshold_id offset 0) as t
            where (v_places is null or k.location_id = any (v_places))
            and (list_thresholds.status is null or k.status = list_thresholds.status or (list_thresholds.status = 'crossed' and k.status <> 'ok'))
            and (list_thresholds.severity is null or t.severity = list_thresholds.severity)
            and (list_thresholds.set_by is null or t.set_by = list_thresholds.set_by)
            order by k.item_id, k.location_id limit v_limit + 1
        ) as f),
        (select k.threshold_id from looked as k order by k.item_id, k.location_id offset c_looks - 1)
    into v_ids, v_looked_to;
    v_rows := inventory.threshold_answers(v_ids[1:v_limit]);
    v_next := case when cardinality(v_ids) > v_limit then v_ids[v_limit] else v_looked_to end;
    return jsonb_build_object(
        'rows', v_rows,
        'next', (
            select inventory.write_cursor(jsonb_build_object('item', t.item_id, 'location', t.location_id))
            from inventory.thresholds as t where t.threshold_id = v_next
        ),
        'looked', case when v_next = v_looked_to then c_looks end,
        'unsorted', v_sort, 'of_items', case when cardinality(v_items) > c_items then c_items end
    );
end
$$;
alter function api.list_thresholds(text, text, text, text, text, text, integer) owner to stockroom_owner;
grant execute on function api.list_thresholds(text, text, text, text, text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.list_thresholds(text, text, text, text, text, text, integer) is
'A page of the ranges items should stay in, by item: {"rows", "next", "looked" (among how many, where it was not looked to the end), "of_items" (10,000 where the query finds more items: only those of the first so many by SKU are here), "unsorted" (the order that the query asks for; ranges come by item all the same)}. query: which items, as in api.search_items; location: at it and below; status: ok, low, out, over, or crossed for all but ok; severity: info, warning or critical; set_by: person or default; after: the page before''s next. Raises IN012, IN014.';
