-- Secrets: one function makes them, one checks codes with them, nobody reads them.
alter table auth.second_factors enable row level security, force row level security;

grant select, insert, update, delete on auth.second_factors to stockroom_auth;
grant select on auth.second_factors to stockroom_backup;

create policy all_auth on auth.second_factors for all to stockroom_auth
using (true)
with check (true);
