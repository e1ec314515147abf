create or replace function api.item_edit_items(edit uuid)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return (inventory.item_edit_of(edit)).versions;
end
$$;
alter function api.item_edit_items(uuid) owner to stockroom_owner;
grant execute on function api.item_edit_items(uuid) to stockroom_manager;
comment on function api.item_edit_items(uuid) is
'The items of a change of many, as they were selected: one JSON object {SKU: version}. Raises IN014.';
