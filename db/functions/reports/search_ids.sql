create or replace function inventory.search_ids(terms jsonb, sort text, after jsonb, max_rows integer, before jsonb default null)
returns table (item_ids integer[], more boolean, counted integer, keys text[], fuzzy boolean)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- Runs past row policies so that the indexes on names can be used (a row policy forbids
-- operators that are not leakproof), and filters by the caller's rights itself.
declare
    v_all boolean := auth.in_group('auditor');
    v_bits varbit := auth.readable_bits();
    v_sees boolean := v_all or auth.in_group('viewer');
    v_cost boolean := auth.in_group('cost');
    v_sort text := inventory.search_order(terms, sort);
    v_place jsonb := coalesce(before, after);
    v_key text := case ltrim(v_sort, '-') when 'sku' then 'i.sku' when 'updated' then 'i.updated_at' when 'created' then 'i.created_at' when 'name' then 'i.name' else 'q.quantity' end;
    v_type text := case when ltrim(v_sort, '-') in ('updated', 'created') then 'timestamptz' when v_key = 'q.quantity' then 'numeric' else 'text' end;
    v_up boolean := (v_sort like '-%') = (before is not null);
    v_from text;
    v_where text;
begin
    perform inventory.refuse_search('Stock is hidden from you, so that counts are blind.', 'Search by name, sku, category or is.',
        (t ->> 'position')::integer, (t ->> 'length')::integer, t ->> 'value')
    from jsonb_array_elements(terms) as t
    where not v_sees and (t #>> '{plan,kind}' in ('text', 'name', 'sku', 'barcode', 'tag', 'unit', 'category', 'date', 'is', 'has', 'attribute', 'sort')) is not true
    or not v_sees and t #>> '{plan,kind}' = 'has' and t #> '{plan,any}' ?| array['stock', 'lot', 'threshold', 'alert']
    or not v_cost and t #>> '{plan,key}' in ('cost', 'value') and t #>> '{plan,kind}' <> 'attribute';
    item_ids := '{}'; more := false; counted := 0; keys := '{}'; fuzzy := false;
    if not (v_sees or auth.in_group('counter')) then
        return next;
        return;
    end if;
    -- Strictly first; where that finds nothing, words may be spelled otherwise.
    loop
        select string_agg(inventory.search_condition(t.value, search_ids.fuzzy), ' and ') into v_where from jsonb_array_elements(terms) as t (value);
        v_where := coalesce(v_where, 'true') || case when terms @? '$[*] ? (@.key == "is")' then '' else ' and i.retired_at is null' end;
        execute format('select count(*) from (select from inventory.items as i where %s limit 1001) as n', v_where) into counted using v_bits, v_all;
        exit when counted > 0 or fuzzy or not terms @? '$[*] ? (@.key == "text" && @.negated == false && @.value like_regex "....")';
        fuzzy := true;
        perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
    end loop;
    fuzzy := fuzzy and counted > 0;
    v_from := case when v_key <> 'q.quantity' then 'inventory.items as i'
        -- Of few the sums are taken one by one, of many all at once.
        else format(case when counted <= 1000
            then 'inventory.items as i cross join lateral (select coalesce(sum(%1$s), 0) as quantity from inventory.stock_levels as s where s.item_id = i.item_id and ($2 or get_bit($1, s.location_id) = 1)) as q'
            else 'inventory.items as i join (select j.item_id, coalesce(g.total, 0) as quantity from inventory.items as j left join '
                '(select s.item_id, sum(%1$s) as total from inventory.stock_levels as s where $2 or get_bit($1, s.location_id) = 1 group by s.item_id) as g using (item_id)) as q using (item_id)'
            end, case ltrim(v_sort, '-') when 'on_hand' then 's.on_hand' else 's.on_hand - s.reserved' end) end;
    execute format(
        'select coalesce(array_agg(n.item_id order by n.position), ''{}''), coalesce(array_agg(n.key order by n.position), ''{}'') from ('
        'select i.item_id, %1$s::text as key, row_number() over (order by %1$s %2$s, i.item_id %2$s) as position '
        'from %6$s where %3$s and %4$s order by %1$s %2$s, i.item_id %2$s limit %5$s) as n',
        v_key, case when v_up then 'asc' else 'desc' end, v_where,
        case when v_place is null then 'true' else format(
            '(%s, i.item_id) %s (%L::%s, %L::integer)', v_key, case when v_up then '>' else '<' end, v_place ->> 'key', v_type, v_place ->> 'item')
        end, max_rows + 1, v_from
    ) into item_ids, keys using v_bits, v_all;
    more := cardinality(item_ids) > max_rows;
    item_ids := item_ids[1:max_rows]; keys := keys[1:max_rows];
    if before is not null then
        item_ids := array(select u.id from unnest(item_ids) with ordinality as u (id, n) order by u.n desc);
        keys := array(select u.id from unnest(keys) with ordinality as u (id, n) order by u.n desc);
    end if;
    return next;
end
$$;
alter function inventory.search_ids(jsonb, text, jsonb, integer, jsonb) owner to stockroom_reader;
grant execute on function inventory.search_ids(jsonb, text, jsonb, integer, jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.search_ids(jsonb, text, jsonb, integer, jsonb) is
'The items that match all terms of inventory.read_search(), in order, after a place (or the page before one), with the count to 1,001, their keys in the order, and whether words were found spelled otherwise. Only what the caller may see is looked at. Raises IN012 where somebody asks for what is hidden from them.';
