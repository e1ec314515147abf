create or replace function api.edit_item(sku text, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sku text;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    v_sku := inventory.change_item(edit_item.sku, edit_item.changes, edit_item.version);
    return inventory.item_answer(v_sku);
exception when integrity_constraint_violation or sqlstate 'IN013' or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.item_problems(changes, (select i from inventory.items as i where i.sku = upper(edit_item.sku)))
    );
    return null;
end
$$;
alter function api.edit_item(text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_item(text, jsonb, integer) to stockroom_manager;
comment on function api.edit_item(text, jsonb, integer) is
'Changes the given fields of an item (as in api.create_item), from the version that was read. Answers it as it is now, as one JSON object. Raises IN011 where it changed meanwhile, IN013, IN014, IN015, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
