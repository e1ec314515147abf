create or replace function inventory.add_item(item jsonb)
returns text
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer;
    v_sku text;
begin
    perform inventory.check_item_keys(item);
    insert into inventory.items (sku, name, description, category_id, unit_id, attributes, tags)
    values (
        coalesce(item ->> 'sku', ''), coalesce(item ->> 'name', ''), coalesce(item ->> 'description', ''),
        inventory.category_of(item ->> 'category'), inventory.unit_of(item ->> 'unit'), coalesce(item -> 'attributes', '{}'),
        inventory.tags_of(item)
    )
    returning item_id, sku into v_item_id, v_sku;
    perform inventory.set_packs(v_item_id, item -> 'packs');
    perform inventory.set_barcodes(v_item_id, item -> 'barcodes');
    return v_sku;
end
$$;
alter function inventory.add_item(jsonb) owner to stockroom_owner;
grant execute on function inventory.add_item(jsonb) to stockroom_manager;
comment on function inventory.add_item(jsonb) is
'Creates an item as api.create_item(), whose first mistake alone is raised, as it is found. Answers its SKU. Raises IN013, IN014, IN016, IN017.';
