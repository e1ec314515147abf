create or replace function api.begin_item_edit(selection jsonb, changes jsonb, query text default '')
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_edit_id uuid;
    v_location_id integer;
begin
    perform inventory.check_edits(changes);
    if changes ? 'location' then
        v_location_id := inventory.location_of(changes ->> 'location');
    end if;
    insert into inventory.item_edits (person, changes, versions, ranges, query, total)
    select auth.signed_in(), begin_item_edit.changes, coalesce(jsonb_object_agg(s.sku, coalesce(s.version, 1)), '{}'),
        coalesce(jsonb_object_agg(s.sku, s.range_seen) filter (where s.range_seen is not null), '{}'),
        left(coalesce(begin_item_edit.query, ''), 500), count(*)
    from inventory.selected_items(selection, v_location_id) as s
    returning edit_id into v_edit_id;
    return api.item_edit_page(edit => v_edit_id);
end
$$;
alter function api.begin_item_edit(jsonb, jsonb, text) owner to stockroom_owner;
grant execute on function api.begin_item_edit(jsonb, jsonb, text) to stockroom_manager;
comment on function api.begin_item_edit(jsonb, jsonb, text) is
'Notes a change of so many items that it takes a while, as they are now: whoever goes through them claims it (api.claim_item_edit) and tells by api.record_item_edit. selection and changes as api.edit_items takes them; query: the search to lead back to. Answers one JSON object, as api.item_edit_page does. Raises IN004 for more than 10,000, IN012, IN014 and IN017 (DETAIL: the field, and where several are wrong all as "problems").';
