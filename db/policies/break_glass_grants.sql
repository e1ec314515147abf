-- Taken and ended by functions; seen by who took them, by admins, auditors and the place's managers.
alter table auth.break_glass_grants enable row level security, force row level security;

grant select on auth.break_glass_grants to stockroom_viewer, stockroom_auditor, stockroom_admin, stockroom_keeper, stockroom_backup;
grant select on auth.break_glass_grants to stockroom_auth;
grant select, insert (person, group_name, location_id, reason, valid_until), update (ended_at, ended_by)
on auth.break_glass_grants to stockroom_people;

create policy select_own on auth.break_glass_grants for select to stockroom_viewer
using (person = (select auth.signed_in()));
create policy select_managers on auth.break_glass_grants for select to stockroom_manager
using (location_id <@ (select auth.grantable_ranges()));
create policy select_all on auth.break_glass_grants for select to stockroom_auditor, stockroom_admin
using ((select auth.in_group('auditor')) or (select auth.in_group('admin')));
create policy select_functions on auth.break_glass_grants for select to stockroom_keeper, stockroom_auth
using (true);
create policy all_people on auth.break_glass_grants for all to stockroom_people
using (true)
with check (true);
