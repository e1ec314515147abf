create or replace function inventory.scanned_item(
    barcode text, out item_id integer, out unit_id integer, out is_retired boolean, out decimals integer, out pack text
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select i.item_id, i.unit_id, i.retired_at is not null, u.decimals, e.code
    from inventory.item_barcodes as b
    join inventory.items as i using (item_id)
    join inventory.units as u on u.unit_id = i.unit_id
    left join inventory.units as e on e.unit_id = b.unit_id
    where b.barcode = btrim(scanned_item.barcode)
$$;
alter function inventory.scanned_item(text) owner to stockroom_writer;
comment on function inventory.scanned_item(text) is
'The item that a barcode stands for, and the pack where it is one''s: what inventory.read_lines takes where no SKU is meant.';
