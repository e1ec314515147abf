-- Only the identity functions see devices; people see their own through api.devices.
alter table auth.devices enable row level security, force row level security;

grant select, insert, update, delete on auth.devices to stockroom_auth;
grant select on auth.devices to stockroom_backup;

create policy all_auth on auth.devices for all to stockroom_auth
using (true)
with check (true);
