-- The identity functions see sessions whole; people their own, and those in which one looks on as
-- another, without the hashes; admins and auditors all, likewise.
alter table auth.sessions enable row level security, force row level security;

grant select, insert, update, delete on auth.sessions to stockroom_auth;
grant select (person, revoked_at), update (revoked_at) on auth.sessions to stockroom_people;
grant select (person, created_at, expires_at, last_seen_at, idle_limit, address, user_agent, revoked_at, session_id, kind, actor, label, prefix)
on auth.sessions to stockroom_reader;
grant select on auth.sessions to stockroom_backup;

grant select (person, created_at, expires_at, last_seen_at, idle_limit, address, user_agent, revoked_at, session_id, kind, actor, label, prefix)
on auth.sessions to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;

create policy all_auth on auth.sessions for all to stockroom_auth
using (true)
with check (true);
create policy select_functions on auth.sessions for select to stockroom_people, stockroom_reader
using (true);
create policy update_people on auth.sessions for update to stockroom_people
using (true)
with check (true);
create policy select_own on auth.sessions for select to stockroom_viewer, stockroom_counter, stockroom_reporting, stockroom_auditor, stockroom_admin
using ((person = (select auth.signed_in()) or actor = (select auth.signed_in())) and not (select auth.looks_on()));
create policy select_all on auth.sessions for select to stockroom_auditor, stockroom_admin
using ((select auth.in_group('auditor')) or (select auth.in_group('admin')));
