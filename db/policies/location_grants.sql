-- One's own grants are seen; managers see and give those within the places they hold from day to
-- day, never to themselves; admins and auditors see all, admins give all but their own. The only
-- admin gives their own too, as a shop of one person must start. The rest: auth.check_grant().
alter table auth.location_grants enable row level security, force row level security;

grant select on auth.location_grants to
stockroom_viewer, stockroom_counter, stockroom_reporting, stockroom_auditor, stockroom_admin,
stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_backup;
grant insert (person, location_id, valid_until), update (valid_until), delete on auth.location_grants to stockroom_manager, stockroom_admin;
grant delete on auth.location_grants to stockroom_auth;

create policy select_own on auth.location_grants for select to stockroom_viewer, stockroom_counter, stockroom_reporting
using (person = (select auth.signed_in()));
create policy select_managers on auth.location_grants for select to stockroom_manager
using ((select auth.in_group('manager')) and location_id <@ (select auth.postable_ranges()));
create policy select_all on auth.location_grants for select to stockroom_auditor, stockroom_admin
using ((select auth.in_group('auditor')) or (select auth.in_group('admin')));
create policy select_functions on auth.location_grants for select to stockroom_keeper, stockroom_reader, stockroom_auth
using (true);
create policy insert_managers on auth.location_grants for insert to stockroom_manager
with check (location_id <@ (select auth.grantable_ranges()) and person <> (select auth.signed_in()));
create policy update_managers on auth.location_grants for update to stockroom_manager
using (location_id <@ (select auth.grantable_ranges()) and person <> (select auth.signed_in()))
with check (location_id <@ (select auth.grantable_ranges()) and person <> (select auth.signed_in()));
create policy delete_managers on auth.location_grants for delete to stockroom_manager
using (location_id <@ (select auth.grantable_ranges()) and person <> (select auth.signed_in()));
create policy insert_admins on auth.location_grants for insert to stockroom_admin
with check ((select auth.in_group('admin')) and (person <> (select auth.signed_in()) or (select auth.is_only_admin())));
create policy update_admins on auth.location_grants for update to stockroom_admin
using ((select auth.in_group('admin')) and (person <> (select auth.signed_in()) or (select auth.is_only_admin())))
with check ((select auth.in_group('admin')) and (person <> (select auth.signed_in()) or (select auth.is_only_admin())));
create policy delete_admins on auth.location_grants for delete to stockroom_admin
using ((select auth.in_group('admin')) and (person <> (select auth.signed_in()) or (select auth.is_only_admin())));
create policy delete_functions on auth.location_grants for delete to stockroom_auth
using (true);
-- What is taken in an emergency, and taken back.
grant select, insert (person, location_id, valid_until, reason, break_glass_id), delete on auth.location_grants to stockroom_people;
create policy all_people on auth.location_grants for all to stockroom_people
using (true)
with check (true);
