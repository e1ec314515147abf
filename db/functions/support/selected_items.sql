create or replace function inventory.selected_items(selection jsonb, location_id integer default null)
returns table (item_id integer, sku text, version integer, range_version integer)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Versions are of the page that was looked at, those of ranges too; skus and a query take what is
-- there now.
declare
    c_most constant integer := 10000;
    v_count integer;
    v_terms jsonb;
    v_found record;
    v_stop jsonb;
begin
    perform inventory.check_keys(said => selection, known => array['skus', 'query', 'versions', 'ranges'], nested => array['skus', 'versions', 'ranges']);
    if num_nonnulls(selection -> 'skus', selection -> 'query', selection -> 'versions') <> 1
        or jsonb_typeof(coalesce(selection -> 'skus', '[]')) <> 'array' or selection @? '$.skus[*] ? (@.type() != "string")'
        or jsonb_typeof(coalesce(selection -> 'versions', '{}')) <> 'object' or selection @? 'strict $.versions.* ? (@.type() != "number")'
        or jsonb_typeof(coalesce(selection -> 'ranges', '{}')) <> 'object' or selection @? 'strict $.ranges.* ? (@.type() != "number")'
        or (selection ? 'ranges' and not selection ? 'versions') then
        raise exception using errcode = 'IN014', message = 'What is selected is not understood.', detail = '{"field": "selection"}',
            hint = 'One of {"skus": array}, {"query": text}, {"versions": {SKU: whole number}}, and beside versions {"ranges": {SKU: whole number}}.';
    end if;
    v_count := case when selection ? 'skus' then jsonb_array_length(selection -> 'skus')
        when selection ? 'versions' then (select count(*) from jsonb_object_keys(selection -> 'versions')) else 0 end;
    if selection ? 'query' then
        -- All of them, in whatever order: a look that ended early goes on where it stopped.
        v_terms := inventory.unsorted_terms(inventory.read_search(selection ->> 'query'));
        loop
            select * into v_found from inventory.search_ids(v_terms, 'sku', v_stop, c_most + 1 - v_count);
            return query select i.item_id, i.sku, i.version, case when selected_items.location_id is not null then coalesce(t.version, 0) end
            from inventory.items as i
            left join inventory.thresholds as t on t.item_id = i.item_id and t.location_id = selected_items.location_id
            where i.item_id = any (v_found.item_ids) order by i.sku;
            v_count := v_count + cardinality(v_found.item_ids);
            v_stop := v_found.stop;
            exit when v_stop is null or v_count > c_most;
        end loop;
    elsif v_count <= c_most then
        return query select i.item_id, s.sku, coalesce(s.version, i.version),
            case when selected_items.location_id is not null then coalesce(s.range_version, t.version, 0) end
        from (
            select distinct upper(btrim(k.sku)) as sku, null::integer as version, null::integer as range_version from jsonb_array_elements_text(coalesce(selection -> 'skus', '[]')) as k (sku)
            union all
            select upper(k.key), (k.value #>> '{}')::numeric::integer, (selection -> 'ranges' ->> k.key)::numeric::integer from jsonb_each(coalesce(selection -> 'versions', '{}')) as k
        ) as s
        left join inventory.items as i using (sku)
        left join inventory.thresholds as t on t.item_id = i.item_id and t.location_id = selected_items.location_id
        order by s.sku;
    end if;
    if v_count > c_most then
        raise exception using errcode = 'IN004', message = format('More than %s items are selected.', to_char(c_most, 'FM999,999')),
            hint = 'Narrow the search, and change them in parts.';
    end if;
end
$$;
alter function inventory.selected_items(jsonb, integer) owner to stockroom_owner;
grant execute on function inventory.selected_items(jsonb, integer) to stockroom_manager;
comment on function inventory.selected_items(jsonb, integer) is
'The items of a selection: {"skus": array}, {"query": text} or {"versions": {SKU: version}}; a key of null for a SKU that is not there. range_version: of their range at location_id, as "ranges" says beside "versions" or as it is now, 0 for none; null without location_id. Raises IN004 for more than 10,000, IN012, IN014.';
