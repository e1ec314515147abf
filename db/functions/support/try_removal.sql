create or replace function inventory.try_removal(item text, location text, seen text default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer;
    v_state text;
    v_message text;
    v_hint text;
begin
    v_item_id := inventory.item_of(item);
    perform api.remove_threshold(item => item, location => location, seen => try_removal.seen);
    return jsonb_build_object('item_id', v_item_id);
exception when insufficient_privilege or sqlstate 'IN011' or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN016' then
    get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_hint = pg_exception_hint;
    return jsonb_build_object('item', item, 'location', location, 'code', v_state, 'message', v_message, 'hint', v_hint);
end
$$;
alter function inventory.try_removal(text, text, text) owner to stockroom_owner;
grant execute on function inventory.try_removal(text, text, text) to stockroom_manager;
comment on function inventory.try_removal(text, text, text) is
'Removes a range, as it was seen (its inventory.range_mark(); null for any), and answers {"item_id"}, or why it cannot be: {"item", "location", "code", "message", "hint"}. Enqueues send_mail where a default''s range comes in its place and is crossed.';
