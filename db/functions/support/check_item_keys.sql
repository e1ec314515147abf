create or replace function inventory.check_item_keys(item jsonb)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.check_keys(
        said => item, known => array['sku', 'name', 'description', 'category', 'unit', 'attributes', 'packs', 'tags', 'barcodes'],
        nested => array['attributes', 'packs', 'tags', 'barcodes']
    );
end
$$;
alter function inventory.check_item_keys(jsonb) owner to stockroom_owner;
grant execute on function inventory.check_item_keys(jsonb) to stockroom_manager;
comment on function inventory.check_item_keys(jsonb) is 'Refuses what is no item object: unknown keys, nested values. Raises IN014.';
