-- Written by the identity functions alone: whoever could write here could look with another's eyes.
alter table auth.evaluations enable row level security, force row level security;

grant select, insert, update, delete on auth.evaluations to stockroom_auth;
grant select on auth.evaluations to stockroom_backup;

create policy all_auth on auth.evaluations for all to stockroom_auth
using (true)
with check (true);
