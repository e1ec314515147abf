create or replace function api.history_of(kind text, key text, after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_before bigint := coalesce((inventory.read_cursor(after, array['change bigint']) ->> 'change')::bigint, 9223372036854775807);
    v_place integer := case when kind = 'range' then inventory.location_of(split_part(key, ' at ', 2)) end;
    v_rows jsonb;
begin
    v_rows := case kind
        when 'item' then inventory.changes_about(
            array['inventory.items', 'inventory.item_units', 'inventory.item_barcodes', 'inventory.attachments', 'inventory.lots', 'inventory.thresholds'],
            'item_id', inventory.item_of(key), null, v_before, v_limit + 1)
        when 'range' then inventory.changes_about(
            array['inventory.thresholds'], 'item_id', inventory.item_of(split_part(key, ' at ', 1)), v_place, v_before, v_limit + 1)
        when 'location' then inventory.changes_about(
            array['inventory.locations'], 'location_id', inventory.location_of(key), null, v_before, v_limit + 1)
        when 'category' then inventory.changes_about(
            array['inventory.categories', 'inventory.attributes'], 'category_id', inventory.category_of(key), null, v_before, v_limit + 1)
        when 'attribute' then inventory.changes_about(
            array['inventory.attributes'], 'attribute_id', inventory.attribute_of(split_part(key, ' of ', 2), split_part(key, ' of ', 1)), null, v_before, v_limit + 1)
        when 'unit' then inventory.changes_about(array['inventory.units'], 'unit_id', inventory.unit_of(key), null, v_before, v_limit + 1)
    end;
    if v_rows is null then
        raise exception using errcode = 'IN014', message = format('No history is kept of "%s".', left(kind, 60)),
            hint = 'A kind is item, range, location, category, attribute or unit.';
    end if;
    return jsonb_build_object(
        'rows', case when jsonb_array_length(v_rows) > v_limit then v_rows - v_limit else v_rows end,
        'next', case when jsonb_array_length(v_rows) > v_limit
            then inventory.write_cursor(jsonb_build_object('change', v_rows -> (v_limit - 1) -> 'change')) end
    );
end
$$;
alter function api.history_of(text, text, text, integer) owner to stockroom_owner;
grant execute on function api.history_of(text, text, text, integer) to stockroom_manager, stockroom_auditor;
comment on function api.history_of(text, text, text, integer) is
'Who changed a thing, when, from what to what, newest first: {"rows": [{"change", "at", "person", "person_name", "kind", "title", "subject", "operation", "fields": array of {"field", "before", "after"}}], "next"}. kind: item (with its packs, barcodes, files, lots and ranges), range, location, category, attribute or unit. key: its SKU or code; of a range "SKU at CODE", of an attribute "NAME of CATEGORY". after: the page before''s next. Managers see it of what they see, auditors all. Raises IN014.';
