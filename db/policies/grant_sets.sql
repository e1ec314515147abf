-- Derived; read by the identity functions alone.
alter table auth.grant_sets enable row level security, force row level security;

grant select, insert, update, delete on auth.grant_sets to stockroom_auth;
grant select on auth.grant_sets to stockroom_reader, stockroom_backup;

create policy all_auth on auth.grant_sets for all to stockroom_auth
using (true)
with check (true);
create policy select_functions on auth.grant_sets for select to stockroom_reader
using (true);
