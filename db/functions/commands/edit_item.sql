create or replace function api.edit_item(sku text, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer;
    v_sku text;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_item_keys(changes);
    -- A pack and its barcodes may go together.
    set constraints inventory.item_barcodes_item_id_unit_id_fkey deferred;
    update inventory.items as i
    set sku = coalesce(changes ->> 'sku', i.sku), name = coalesce(changes ->> 'name', i.name),
        description = coalesce(changes ->> 'description', i.description),
        category_id = case when changes ? 'category' then inventory.category_of(changes ->> 'category') else i.category_id end,
        unit_id = case when changes ? 'unit' then inventory.unit_of(changes ->> 'unit') else i.unit_id end,
        attributes = coalesce(changes -> 'attributes', i.attributes),
        tags = case when changes ? 'tags' then inventory.tags_of(changes) else i.tags end,
        version = edit_item.version
    where i.sku = upper(edit_item.sku)
    returning i.item_id, i.sku into v_item_id, v_sku;
    if not found then
        raise exception using errcode = 'IN014', message = format('No item "%s" that you may edit.', left(edit_item.sku, 60)), hint = 'Check the SKU.';
    end if;
    if changes ? 'packs' then
        perform inventory.set_packs(v_item_id, changes -> 'packs');
    end if;
    if changes ? 'barcodes' then
        perform inventory.set_barcodes(v_item_id, changes -> 'barcodes');
    end if;
    set constraints inventory.item_barcodes_item_id_unit_id_fkey immediate;
    return inventory.item_answer(v_sku);
exception when integrity_constraint_violation or sqlstate 'IN013' or sqlstate 'IN014' or sqlstate 'IN017' then
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
