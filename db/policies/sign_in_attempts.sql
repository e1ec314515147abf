-- Written by the identity functions; read by admins and auditors.
alter table auth.sign_in_attempts enable row level security, force row level security;

grant select, insert, update (success), delete on auth.sign_in_attempts to stockroom_auth;
grant select on auth.sign_in_attempts to stockroom_admin, stockroom_auditor, stockroom_backup;

create policy all_auth on auth.sign_in_attempts for all to stockroom_auth
using (true)
with check (true);
create policy select_admins on auth.sign_in_attempts for select to stockroom_admin, stockroom_auditor
using ((select auth.signed_in()) is not null);
