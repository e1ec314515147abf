-- Written by the identity functions; read by admins and auditors; one's own by everybody.
alter table auth.sign_in_attempts enable row level security, force row level security;

grant select, insert, update (success, person), delete on auth.sign_in_attempts to stockroom_auth;
grant select on auth.sign_in_attempts to stockroom_viewer, stockroom_counter, stockroom_admin, stockroom_auditor, stockroom_backup;

create policy all_auth on auth.sign_in_attempts for all to stockroom_auth
using (true)
with check (true);
create policy select_admins on auth.sign_in_attempts for select to stockroom_admin, stockroom_auditor
using ((select auth.in_group('admin')) or (select auth.in_group('auditor')));
create policy select_own on auth.sign_in_attempts for select to stockroom_viewer, stockroom_counter
using (person = (select auth.signed_in()) and not (select auth.looks_on()));
