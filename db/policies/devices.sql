-- The identity functions alone see the hashes; people see their own devices without.
alter table auth.devices enable row level security, force row level security;

grant select, insert, update, delete on auth.devices to stockroom_auth;
grant select on auth.devices to stockroom_backup;
grant select (device_id, person, name, created_at, last_used_at, expires_at, revoked_at) on auth.devices to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;

create policy all_auth on auth.devices for all to stockroom_auth
using (true)
with check (true);
create policy select_own on auth.devices for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
using (person = (select auth.signed_in()) and not (select auth.looks_on()));
create policy select_admins on auth.devices for select to stockroom_admin, stockroom_auditor
using ((select auth.in_group('admin')) or (select auth.in_group('auditor')));
