create or replace function api.edit_items(selection jsonb, changes jsonb, dry_run boolean default true)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- A dry run does all of it and takes it back: the rules themselves judge, and what they would
-- open, resolve and mail is counted where it was written.
declare
    v_dry constant boolean := coalesce(dry_run, true); -- null is no word to change things by
    c_shown constant integer := 50;
    v_location_id integer;
    v_item record;
    v_done jsonb;
    v_ids integer[] := '{}';
    v_skus text[] := '{}';
    v_versions integer[] := '{}';
    v_ranges text[] := '{}';
    v_failures jsonb[] := '{}';
    v_taken_back boolean := false;
    v_examples jsonb[] := '{}';
    v_counts jsonb;
    v_same integer := 0;
begin
    perform inventory.check_edits(changes);
    if changes ? 'location' then
        v_location_id := inventory.location_of(changes ->> 'location');
    end if;
    begin
        for v_item in select s.* from inventory.selected_items(selection, v_location_id) as s loop
            v_skus := v_skus || v_item.sku;
            v_versions := v_versions || v_item.version;
            v_ranges := v_ranges || v_item.range_seen;
            v_done := inventory.try_edit(v_item.item_id, v_item.version, changes, v_location_id, v_item.range_seen);
            if v_done ? 'code' or cardinality(v_examples) < c_shown then
                v_done := v_done || jsonb_build_object('sku', v_item.sku, 'name', (select i.name from inventory.items as i where i.item_id = v_item.item_id));
            end if;
            if v_done ? 'code' then
                v_failures := v_failures || v_done;
                continue;
            end if;
            v_ids := v_ids || v_item.item_id;
            if v_done -> 'fields' = '[]' then
                v_same := v_same + 1;
            elsif cardinality(v_examples) < c_shown then
                v_examples := v_examples || v_done;
            end if;
        end loop;
        v_counts := inventory.edit_effects(v_ids);
        if v_dry or v_failures <> '{}' then
            v_taken_back := true;
            raise exception using errcode = 'P0001', message = 'Taken back.';
        end if;
    exception when sqlstate 'P0001' then
        if not v_taken_back then
            raise; -- a rule of a DBA's own
        end if;
    end;
    if v_taken_back and not v_dry then
        raise exception using errcode = 'IN020', message = format('%s of the selected items cannot be changed so. None was.', cardinality(v_failures)),
            detail = jsonb_build_object('failures', to_jsonb(v_failures[1:100]))::text, hint = 'Leave those out, or look at them again.';
    end if;
    return jsonb_build_object(
        'dry_run', v_dry, 'changed', cardinality(v_ids) - v_same, 'unchanged', v_same, 'failed', cardinality(v_failures),
        'examples', to_jsonb(v_examples), 'failures', to_jsonb(v_failures),
        'versions', (select coalesce(jsonb_object_agg(s.sku, s.version) filter (where s.version is not null), '{}') from unnest(v_skus, v_versions) as s (sku, version))
    ) || case when v_location_id is null then '{}' else jsonb_build_object(
        'ranges', (select coalesce(jsonb_object_agg(s.sku, s.seen) filter (where s.seen is not null), '{}') from unnest(v_skus, v_ranges) as s (sku, seen))
    ) end || v_counts;
end
$$;
alter function api.edit_items(jsonb, jsonb, boolean) owner to stockroom_owner;
grant execute on function api.edit_items(jsonb, jsonb, boolean) to stockroom_manager;
comment on function api.edit_items(jsonb, jsonb, boolean) is
'Changes many items, all or none. selection is {"skus": array}, {"query": text}, {"versions": {SKU: whole number}, "ranges"?: {SKU: its range at the location, as a dry run said it}} or {"edit": key of ones own change of many, "without_failed"?: true}, beside each "without"?: array of SKUs, of at most 10,000. changes is {"category"?: code, "tags_add"?: array, "tags_remove"?: array, "attributes"?: object, "attribute_readings"?: {attribute: {"text", "number"?, "boolean"?} or null}, of which the one is taken that fits what the item''s category declares, "retire"?: true or false, "location"?: code, "minimum"?: number, "maximum"?: number, "severity"?: info, warning or critical; the last three of the range at the location}. dry_run: true shows what would be and changes nothing; its "versions", and "ranges" where changes has a location, make the selection of what was looked at: what was changed, removed or set anew meanwhile fails. Answers {"changed", "unchanged", "failed", "alerts_opened", "alerts_resolved", "mails", "waiting" (get the ranges of defaults a little later, by the worker): how many, "examples": [{"sku", "name", "fields"}], "failures": [{"sku", "name": null where there is no such item, "code", "message", "hint"}], "versions": object, "ranges"?: object}. Raises IN004 for more than 10,000, IN012, IN014 and IN017 (DETAIL: the field, and where several are wrong all as "problems"), IN020 where one cannot be changed so (DETAIL: which and why). Enqueues send_mail where a range is crossed.';
