create or replace function inventory.try_edit(item_id integer, version integer, changes jsonb, location_id integer, range_seen text default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_before jsonb := inventory.edit_facts(item_id, location_id);
    v_state text;
    v_message text;
    v_hint text;
begin
    perform inventory.edit_selected(item_id, version, changes, range_seen);
    return jsonb_build_object('fields', inventory.edited_fields(v_before, inventory.edit_facts(item_id, location_id)));
exception when integrity_constraint_violation or insufficient_privilege or sqlstate 'IN011' or sqlstate 'IN013'
    or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN016' or sqlstate 'IN017' then
    get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_hint = pg_exception_hint;
    return jsonb_build_object('code', v_state, 'message', v_message, 'hint', v_hint);
end
$$;
alter function inventory.try_edit(integer, integer, jsonb, integer, text) owner to stockroom_owner;
grant execute on function inventory.try_edit(integer, integer, jsonb, integer, text) to stockroom_manager;
comment on function inventory.try_edit(integer, integer, jsonb, integer, text) is
'Makes the changes of api.edit_items() to one item and answers {"fields": what differs}, or why it cannot be: {"code", "message", "hint"}. Enqueues send_mail where a range is crossed.';
