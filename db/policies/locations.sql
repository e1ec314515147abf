-- A person sees the places within their grants and the path above them; admins and
-- auditors see all. Managers keep the places below those they hold from day to day
-- (to move a place is to grant it), admins all.
alter table inventory.locations enable row level security, force row level security;

grant select on inventory.locations to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people, stockroom_backup;
grant insert (code, name, kind, parent_id, allow_negative), update (code, name, kind, parent_id, allow_negative, retired_at, version), delete
on inventory.locations to stockroom_manager, stockroom_admin;

create policy select_granted on inventory.locations for select to stockroom_viewer, stockroom_counter, stockroom_reporting
using (
    get_bit((select auth.readable_bits()), location_id) = 1
    or location_id <@ (select auth.ancestor_ranges())
);
create policy select_all on inventory.locations for select to stockroom_auditor, stockroom_admin
using ((select auth.in_group('auditor')) or (select auth.in_group('admin')));
create policy select_functions on inventory.locations for select to stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people
using (true);
create policy insert_managers on inventory.locations for insert to stockroom_manager
with check (parent_id <@ (select auth.grantable_ranges()));
create policy update_managers on inventory.locations for update to stockroom_manager
using (location_id <@ (select auth.grantable_ranges()))
with check (location_id <@ (select auth.grantable_ranges()) and parent_id <@ (select auth.grantable_ranges()));
create policy delete_managers on inventory.locations for delete to stockroom_manager
using (location_id <@ (select auth.grantable_ranges()));
create policy insert_admins on inventory.locations for insert to stockroom_admin
with check ((select auth.in_group('admin')));
create policy update_admins on inventory.locations for update to stockroom_admin
using ((select auth.in_group('admin')))
with check ((select auth.in_group('admin')));
create policy delete_admins on inventory.locations for delete to stockroom_admin
using ((select auth.in_group('admin')));
