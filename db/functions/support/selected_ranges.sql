create or replace function inventory.selected_ranges(selection jsonb)
returns table (item text, location text, seen text)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_most constant integer := 10000;
    v_asked jsonb := selection -> 'asked';
    v_after text;
    v_page jsonb;
    v_count integer := 0;
begin
    perform inventory.check_keys(said => selection, known => array['ranges', 'asked'], nested => array['ranges', 'asked']);
    if num_nonnulls(selection -> 'ranges', v_asked) <> 1 or jsonb_typeof(coalesce(selection -> 'ranges', '[]')) <> 'array'
        or selection @? '$.ranges[*] ? (@.item.type() != "string" || @.location.type() != "string" || !exists(@.item) || !exists(@.location) || @.seen.type() != "string" || @.*.type() != "string")' then
        raise exception using errcode = 'IN014', message = 'What is selected is not understood.', detail = '{"field": "selection"}',
            hint = 'One of {"ranges": [{"item", "location", "seen"}]}, {"asked": object}.';
    end if;
    if v_asked is null then
        v_count := jsonb_array_length(selection -> 'ranges');
        return query select s.item, s.location, coalesce(s.seen, case when t.threshold_id is not null then inventory.range_mark(t.updated_at, t.version) end)
        from (
            select upper(btrim(r.one ->> 'item')) as item, upper(btrim(r.one ->> 'location')) as location,
                min(r.one ->> 'seen') as seen
            from jsonb_array_elements(selection -> 'ranges') as r (one)
            where v_count <= c_most group by 1, 2
        ) as s
        left join inventory.items as i on i.sku = s.item
        left join inventory.locations as l on l.code = s.location
        left join inventory.thresholds as t on t.item_id = i.item_id and t.location_id = l.location_id
        order by 1, 2;
    else
        perform inventory.check_keys(said => v_asked, known => array['query', 'location', 'status', 'severity', 'set_by'], nested => '{}');
        loop
            v_page := api.list_thresholds(
                v_asked ->> 'query', v_asked ->> 'location', v_asked ->> 'status', v_asked ->> 'severity', v_asked ->> 'set_by', v_after, 500
            );
            return query select i.sku, l.code, inventory.range_mark(t.updated_at, t.version)
            from jsonb_array_elements(v_page -> 'rows') as r (one)
            join inventory.items as i on i.sku = r.one ->> 'sku'
            join inventory.locations as l on l.code = r.one ->> 'location'
            join inventory.thresholds as t on t.item_id = i.item_id and t.location_id = l.location_id
            order by t.item_id, t.location_id;
            if (v_page ->> 'of_items') is not null then
                raise exception using errcode = 'IN004', message = 'The search finds more than 10,000 items: not all of their ranges would be selected.',
                    hint = 'Narrow the search, and remove them in parts.';
            end if;
            v_count := v_count + jsonb_array_length(v_page -> 'rows');
            v_after := v_page ->> 'next';
            exit when v_after is null or v_count > c_most;
        end loop;
    end if;
    if v_count > c_most then
        raise exception using errcode = 'IN004', message = format('More than %s ranges are selected.', to_char(c_most, 'FM999,999')),
            hint = 'Narrow the search, and remove them in parts.';
    end if;
end
$$;
alter function inventory.selected_ranges(jsonb) owner to stockroom_owner;
grant execute on function inventory.selected_ranges(jsonb) to stockroom_manager;
comment on function inventory.selected_ranges(jsonb) is
'The ranges of a selection, each as it was seen, or is there now (inventory.range_mark()): {"ranges": array} or {"asked": object, as api.list_thresholds takes it}. Raises IN004 for more than 10,000, IN012, IN014.';
