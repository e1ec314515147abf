-- Everybody who is signed in reads categories; managers keep them.
alter table inventory.categories enable row level security, force row level security;

grant select on inventory.categories to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_backup;
grant insert (code, name, parent_id, version), update (code, name, parent_id, version), delete on inventory.categories to stockroom_manager;

create policy select_signed_in on inventory.categories for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.categories for select to stockroom_writer, stockroom_keeper, stockroom_reader
using (true);
create policy insert_managers on inventory.categories for insert to stockroom_manager
with check ((select auth.signed_in()) is not null);
create policy update_managers on inventory.categories for update to stockroom_manager
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy delete_managers on inventory.categories for delete to stockroom_manager
using ((select auth.signed_in()) is not null);
