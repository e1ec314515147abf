create or replace function inventory.selected_items(selection jsonb, location_id integer default null)
returns table (item_id integer, sku text, version integer, range_seen text)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Versions are of the page that was looked at, those of ranges too; skus and a query take what is
-- there now.
declare
    c_most constant integer := 10000;
    c_id constant text := '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
    v_edit inventory.item_edits;
    v_versions jsonb;
    v_without text[];
    v_count integer;
    v_terms jsonb;
    v_found record;
    v_stop jsonb;
begin
    perform inventory.check_keys(
        said => selection, known => array['skus', 'query', 'versions', 'ranges', 'edit', 'without', 'without_failed'],
        nested => array['skus', 'versions', 'ranges', 'without']
    );
    if num_nonnulls(selection -> 'skus', selection -> 'query', selection -> 'versions', selection -> 'edit') <> 1
        or jsonb_typeof(coalesce(selection -> 'skus', '[]')) <> 'array' or selection @? '$.skus[*] ? (@.type() != "string")'
        or jsonb_typeof(coalesce(selection -> 'without', '[]')) <> 'array' or selection @? '$.without[*] ? (@.type() != "string")'
        or jsonb_typeof(coalesce(selection -> 'versions', '{}')) <> 'object' or selection @? 'strict $.versions.* ? (@.type() != "number")'
        or jsonb_typeof(coalesce(selection -> 'ranges', '{}')) <> 'object' or selection @? 'strict $.ranges.* ? (@.type() != "string")'
        or (selection ? 'ranges' and not selection ? 'versions') or (selection ? 'edit' and selection ->> 'edit' !~ c_id)
        or jsonb_typeof(coalesce(selection -> 'without_failed', 'false')) <> 'boolean' or (selection ? 'without_failed' and not selection ? 'edit') then
        raise exception using errcode = 'IN014', message = 'What is selected is not understood.', detail = '{"field": "selection"}',
            hint = 'One of {"skus": array}, {"query": text}, {"versions": {SKU: whole number}}, {"edit": key}; beside it {"without": array}, with versions {"ranges": {SKU: as a dry run said it}}, with edit {"without_failed": true}.';
    end if;
    if selection ? 'ranges' and (select count(*) <> count(distinct upper(r.key)) filter (where upper(r.key) in (
        select upper(k.key) from jsonb_object_keys(selection -> 'versions') as k (key)
    )) from jsonb_object_keys(selection -> 'ranges') as r (key)) then
        raise exception using errcode = 'IN014', message = 'A range is selected twice, or without its item.', detail = '{"field": "selection"}',
            hint = 'Each SKU of "ranges" is one of "versions".';
    end if;
    v_without := array(select upper(btrim(w.sku)) from jsonb_array_elements_text(coalesce(selection -> 'without', '[]')) as w (sku));
    v_versions := selection -> 'versions';
    if selection ? 'edit' then
        v_edit := inventory.item_edit_of((selection ->> 'edit')::uuid);
        select coalesce(jsonb_object_agg(k.key, null), '{}') into v_versions from jsonb_object_keys(v_edit.versions) as k (key);
        if (selection ->> 'without_failed')::boolean then
            v_without := v_without || array(select f.one ->> 'sku' from jsonb_array_elements(coalesce(v_edit.result -> 'failures', '[]')) as f (one));
        end if;
    end if;
    v_count := case when selection ? 'skus' then jsonb_array_length(selection -> 'skus')
        when v_versions is not null then (select count(*) from jsonb_object_keys(v_versions)) else 0 end;
    if selection ? 'query' then
        -- All of them, in whatever order: a look that ended early goes on where it stopped.
        v_terms := inventory.unsorted_terms(inventory.read_search(selection ->> 'query'));
        loop
            select * into v_found from inventory.search_ids(v_terms, 'sku', v_stop, c_most + 1 - v_count);
            return query select i.item_id, i.sku, i.version, case when selected_items.location_id is not null then inventory.range_mark(t.updated_at, t.version) end
            from inventory.items as i
            left join inventory.thresholds as t on t.item_id = i.item_id and t.location_id = selected_items.location_id
            where i.item_id = any (v_found.item_ids) and not exists (select from unnest(v_without) as w (sku) where w.sku = i.sku)
            order by i.sku;
            v_count := v_count + cardinality(v_found.item_ids);
            v_stop := v_found.stop;
            exit when v_stop is null or v_count > c_most;
        end loop;
    elsif v_count <= c_most then
        return query select i.item_id, s.sku, coalesce(s.version, i.version),
            case when selected_items.location_id is not null then coalesce(s.range_seen, inventory.range_mark(t.updated_at, t.version)) end
        from (
            select distinct upper(btrim(k.sku)) as sku, null::integer as version, null as range_seen
            from jsonb_array_elements_text(coalesce(selection -> 'skus', '[]')) as k (sku)
            union all
            select upper(k.key), (k.value #>> '{}')::numeric::integer, r.value
            from jsonb_each(coalesce(v_versions, '{}')) as k
            left join jsonb_each_text(coalesce(selection -> 'ranges', '{}')) as r on upper(r.key) = upper(k.key)
        ) as s
        left join inventory.items as i using (sku)
        left join inventory.thresholds as t on t.item_id = i.item_id and t.location_id = selected_items.location_id
        where not exists (select from unnest(v_without) as w (sku) where w.sku = s.sku)
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
'The items of a selection: {"skus": array}, {"query": text}, {"versions": {SKU: version}} or {"edit": one''s own change of many: its items as they are now}, but for those of "without" and of an edit, with "without_failed", those that could not be changed; a key of null for a SKU that is not there. range_seen: their range at location_id, as "ranges" says beside "versions" or as it is now (inventory.range_mark()); null without location_id. Raises IN004 for more than 10,000, IN012, IN014.';
