-- Everybody who is signed in reads items; managers keep them. Stock and cost are apart.
alter table inventory.items enable row level security, force row level security;

grant select on inventory.items to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_backup;
grant insert (sku, name, description, category_id, unit_id, attributes, version, tags), update (sku, name, description, category_id, unit_id, attributes, version, retired_at, tags), delete
on inventory.items to stockroom_manager;
-- To lock an item while its threshold is set up, or its first stock level is made.
grant update (item_id) on inventory.items to stockroom_keeper, stockroom_writer;

create policy select_signed_in on inventory.items for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.items for select to stockroom_writer, stockroom_keeper, stockroom_reader
using (true);
create policy insert_managers on inventory.items for insert to stockroom_manager
with check ((select auth.signed_in()) is not null);
create policy update_managers on inventory.items for update to stockroom_manager
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy update_keeper on inventory.items for update to stockroom_keeper
using (true)
with check (true);
create policy update_writer on inventory.items for update to stockroom_writer
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy delete_managers on inventory.items for delete to stockroom_manager
using ((select auth.signed_in()) is not null);
