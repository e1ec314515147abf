-- Names are seen by everybody who is signed in, addresses by oneself, admins and auditors.
alter table auth.people enable row level security, force row level security;

grant select (person, name, kind) on auth.people to stockroom_viewer, stockroom_reporting;
grant select on auth.people to
stockroom_auditor, stockroom_admin,
stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_backup;
grant update (name, email, time_zone) on auth.people to stockroom_admin;
grant update (name, time_zone, web_only) on auth.people to stockroom_auth;
grant select, insert (person, name, email, kind, time_zone, created_by, valid_until, recorded_groups),
update (name, email, time_zone, disabled_at, valid_until, recorded_groups, groups_end_at) on auth.people to stockroom_people;

-- Of what a DBA did to a role by hand, by the function that records it.
grant update (recorded_groups, found_at) on auth.people to stockroom_keeper;

create policy select_signed_in on auth.people for select to stockroom_viewer, stockroom_reporting, stockroom_auditor, stockroom_admin
using ((select auth.signed_in()) is not null);
create policy select_functions on auth.people for select to stockroom_keeper, stockroom_reader, stockroom_auth
using (true);
create policy update_admins on auth.people for update to stockroom_admin
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy update_functions on auth.people for update to stockroom_auth
using (true)
with check (true);
create policy all_people on auth.people for all to stockroom_people
using (true)
with check (true);
create policy update_keeper on auth.people for update to stockroom_keeper
using (true)
with check (true);
