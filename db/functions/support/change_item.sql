create or replace function inventory.change_item(sku text, changes jsonb, version integer)
returns text
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer;
    v_sku text;
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
        version = change_item.version
    where i.sku = upper(change_item.sku)
    returning i.item_id, i.sku into v_item_id, v_sku;
    if not found then
        raise exception using errcode = 'IN014', message = format('No item "%s" that you may edit.', left(change_item.sku, 60)), hint = 'Check the SKU.';
    end if;
    if changes ? 'packs' then
        perform inventory.set_packs(v_item_id, changes -> 'packs');
    end if;
    if changes ? 'barcodes' then
        perform inventory.set_barcodes(v_item_id, changes -> 'barcodes');
    end if;
    set constraints inventory.item_barcodes_item_id_unit_id_fkey immediate;
    return v_sku;
end
$$;
alter function inventory.change_item(text, jsonb, integer) owner to stockroom_owner;
grant execute on function inventory.change_item(text, jsonb, integer) to stockroom_manager;
comment on function inventory.change_item(text, jsonb, integer) is
'Changes an item as api.edit_item(), of whose mistakes the first alone is raised, as it is found. Answers its SKU. Raises IN011, IN013, IN014, IN015, IN016, IN017.';
