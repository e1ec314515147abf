-- Everybody who is signed in reads units; managers keep them.
alter table inventory.units enable row level security, force row level security;

grant select on inventory.units to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_backup;
grant insert (code, name, decimals), update (code, name, decimals, version), delete on inventory.units to stockroom_manager;

create policy select_signed_in on inventory.units for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.units for select to stockroom_writer, stockroom_keeper, stockroom_reader
using (true);
create policy insert_managers on inventory.units for insert to stockroom_manager
with check ((select auth.signed_in()) is not null);
create policy update_managers on inventory.units for update to stockroom_manager
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy delete_managers on inventory.units for delete to stockroom_manager
using ((select auth.signed_in()) is not null);
