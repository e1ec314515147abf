-- Taken and ended by functions; seen by who took them, by admins and auditors.
alter table auth.break_glass_grants enable row level security, force row level security;

grant select on auth.break_glass_grants to stockroom_viewer, stockroom_auditor, stockroom_admin, stockroom_keeper, stockroom_backup;
grant select, insert, update on auth.break_glass_grants to stockroom_auth;

create policy select_own on auth.break_glass_grants for select to stockroom_viewer
using (person = (select auth.signed_in()));
create policy select_all on auth.break_glass_grants for select to stockroom_auditor, stockroom_admin
using ((select auth.signed_in()) is not null);
create policy select_functions on auth.break_glass_grants for select to stockroom_keeper
using (true);
create policy all_auth on auth.break_glass_grants for all to stockroom_auth
using (true)
with check (true);
