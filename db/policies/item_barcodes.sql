-- Barcodes: read with the item, kept by managers.
alter table inventory.item_barcodes enable row level security, force row level security;

grant select on inventory.item_barcodes to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_backup;
grant insert (barcode, item_id, unit_id), update (unit_id), delete on inventory.item_barcodes to stockroom_manager;

create policy select_signed_in on inventory.item_barcodes for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.item_barcodes for select to stockroom_writer, stockroom_keeper, stockroom_reader
using (true);
create policy insert_managers on inventory.item_barcodes for insert to stockroom_manager
with check ((select auth.signed_in()) is not null);
create policy update_managers on inventory.item_barcodes for update to stockroom_manager
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy delete_managers on inventory.item_barcodes for delete to stockroom_manager
using ((select auth.signed_in()) is not null);
