create or replace function inventory.stamp_barcode()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    new.barcode := btrim(new.barcode);
    -- The base unit is no pack: one of it is what null says.
    new.unit_id := nullif(new.unit_id, (select i.unit_id from inventory.items as i where i.item_id = new.item_id));
    if tg_op = 'INSERT' then
        new.created_at := clock_timestamp();
        new.created_by := coalesce(auth.signed_in(), session_user);
    end if;
    return new;
end
$$;
alter function inventory.stamp_barcode() owner to stockroom_keeper;
comment on function inventory.stamp_barcode() is
'Trims a barcode, reads the base unit as no pack, notes who linked it and when.';
create or replace trigger item_barcodes_stamp before insert or update on inventory.item_barcodes
for each row execute function inventory.stamp_barcode();
