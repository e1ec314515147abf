create or replace function api.create_item(item jsonb)
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
    v_sku := inventory.add_item(create_item.item);
    return inventory.item_answer(v_sku);
exception when integrity_constraint_violation or sqlstate 'IN013' or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.item_problems(item)
    );
    return null;
end
$$;
alter function api.create_item(jsonb) owner to stockroom_owner;
grant execute on function api.create_item(jsonb) to stockroom_manager;
comment on function api.create_item(jsonb) is
'Creates an item from {"sku": text, "name": text, "category": code, "unit": code, "description"?: text, "attributes"?: object, "packs"?: [{"unit": code, "factor": number > 0}], "tags"?: array, "barcodes"?: [{"barcode": text, "unit"?: code}]}. Answers it as {"sku", "name", "description", "category": code, "unit": code, "attributes": object, "packs": array, "tags": array, "barcodes": array, "version": whole number, "retired_at"}. Raises IN013, IN014, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
