create or replace function api.search_items(
    query text default '', sort text default 'name', after text default null, max_rows integer default 50
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_terms jsonb := inventory.read_search(coalesce(query, ''));
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_after jsonb := inventory.read_cursor(after, array['item integer', 'key ' || case when sort like '%updated' then 'timestamptz' else 'text' end]);
    v_found record;
    v_last record;
begin
    if (sort in ('name', '-name', 'sku', '-sku', 'updated', '-updated')) is not true then
        raise exception using errcode = 'IN012', message = format('"%s" is not an order.', left(sort, 60)),
            detail = jsonb_build_object('position', 0, 'length', 0, 'term', left(sort, 200))::text,
            hint = 'name, sku or updated; with a minus in front, downwards.';
    end if;
    select * into v_found from inventory.search_ids(v_terms, sort, v_after, v_limit);
    select i.* into v_last from inventory.items as i where i.item_id = v_found.item_ids[cardinality(v_found.item_ids)];
    return json_build_object(
        'rows', inventory.item_rows_of(v_found.item_ids),
        'next', case when v_found.more then inventory.write_cursor(jsonb_build_object(
            'item', v_last.item_id,
            'key', case ltrim(sort, '-') when 'sku' then v_last.sku when 'updated' then v_last.updated_at::text else v_last.name end
        )) end,
        'count', least(v_found.counted, 1000), 'count_exact', v_found.counted <= 1000, 'terms', v_terms
    );
end
$$;
alter function api.search_items(text, text, text, integer) owner to stockroom_owner;
grant execute on function api.search_items(text, text, text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.search_items(text, text, text, integer) is
'A page of the items that match: {"rows", "next", "count" (to 1,000), "count_exact", "terms"}. query: words (name, or start of SKU), sku:, category: (with those below), location:, lot:, status: (ok, low, out, over), is:retired; a minus negates, double quotes hold spaces together. sort: name, sku, updated, with a minus downwards. Raises IN012, IN014.';
