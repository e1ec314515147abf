-- Everybody who is signed in reads attributes; managers keep them.
alter table inventory.attributes enable row level security, force row level security;

grant select on inventory.attributes to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_backup;
grant insert (category_id, attribute, label, type, unit, choices, required, position), update (category_id, attribute, label, type, unit, choices, required, position, retired_at, version), delete on inventory.attributes to stockroom_manager;

create policy select_signed_in on inventory.attributes for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.attributes for select to stockroom_writer, stockroom_keeper, stockroom_reader
using (true);
create policy insert_managers on inventory.attributes for insert to stockroom_manager
with check ((select auth.signed_in()) is not null);
create policy update_managers on inventory.attributes for update to stockroom_manager
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy delete_managers on inventory.attributes for delete to stockroom_manager
using ((select auth.signed_in()) is not null);
