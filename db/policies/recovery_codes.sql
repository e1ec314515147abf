-- Only the identity functions see them.
alter table auth.recovery_codes enable row level security, force row level security;

grant select, insert, update, delete on auth.recovery_codes to stockroom_auth;
grant select on auth.recovery_codes to stockroom_backup;

create policy all_auth on auth.recovery_codes for all to stockroom_auth
using (true)
with check (true);
