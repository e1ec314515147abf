create or replace function inventory.selected_items(selection jsonb)
returns table (item_id integer, sku text, version integer)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Versions are of the page that was looked at; skus and a query take what is there now.
declare
    c_most constant integer := 10000;
    v_count integer;
    v_terms jsonb;
    v_found record;
    v_stop jsonb;
begin
    perform inventory.check_keys(said => selection, known => array['skus', 'query', 'versions'], nested => array['skus', 'versions']);
    if num_nonnulls(selection -> 'skus', selection -> 'query', selection -> 'versions') <> 1
        or jsonb_typeof(coalesce(selection -> 'skus', '[]')) <> 'array' or selection @? '$.skus[*] ? (@.type() != "string")'
        or jsonb_typeof(coalesce(selection -> 'versions', '{}')) <> 'object' or selection @? '$.versions.* ? (@.type() != "number")' then
        raise exception using errcode = 'IN014', message = 'What is selected is not understood.', detail = '{"field": "selection"}',
            hint = 'One of {"skus": array}, {"query": text}, {"versions": {SKU: whole number}}.';
    end if;
    v_count := case when selection ? 'skus' then jsonb_array_length(selection -> 'skus')
        when selection ? 'versions' then (select count(*) from jsonb_object_keys(selection -> 'versions')) else 0 end;
    if selection ? 'query' then
        -- All of them, in whatever order: a look that ended early goes on where it stopped.
        v_terms := inventory.unsorted_terms(inventory.read_search(selection ->> 'query'));
        loop
            select * into v_found from inventory.search_ids(v_terms, 'sku', v_stop, c_most + 1 - v_count);
            return query select i.item_id, i.sku, i.version from inventory.items as i
            where i.item_id = any (v_found.item_ids) order by i.sku;
            v_count := v_count + cardinality(v_found.item_ids);
            v_stop := v_found.stop;
            exit when v_stop is null or v_count > c_most;
        end loop;
    elsif v_count <= c_most then
        return query select i.item_id, s.sku, coalesce(s.version, i.version)
        from (
            select distinct upper(btrim(k.sku)) as sku, null::integer as version from jsonb_array_elements_text(coalesce(selection -> 'skus', '[]')) as k (sku)
            union all
            select upper(k.key), (k.value #>> '{}')::numeric::integer from jsonb_each(coalesce(selection -> 'versions', '{}')) as k
        ) as s
        left join inventory.items as i using (sku)
        order by s.sku;
    end if;
    if v_count > c_most then
        raise exception using errcode = 'IN004', message = format('More than %s items are selected.', to_char(c_most, 'FM999,999')),
            hint = 'Narrow the search, and change them in parts.';
    end if;
end
$$;
alter function inventory.selected_items(jsonb) owner to stockroom_owner;
grant execute on function inventory.selected_items(jsonb) to stockroom_manager;
comment on function inventory.selected_items(jsonb) is
'The items of a selection: {"skus": array}, {"query": text} or {"versions": {SKU: version}}; a key of null for a SKU that is not there. Raises IN004 for more than 10,000, IN012, IN014.';
