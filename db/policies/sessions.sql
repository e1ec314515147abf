-- Only the identity functions see sessions.
alter table auth.sessions enable row level security, force row level security;

grant select, insert, update, delete on auth.sessions to stockroom_auth;
grant select (person, revoked_at), update (revoked_at) on auth.sessions to stockroom_people;
grant select on auth.sessions to stockroom_backup;

create policy all_auth on auth.sessions for all to stockroom_auth
using (true)
with check (true);
create policy select_people on auth.sessions for select to stockroom_people
using (true);
create policy update_people on auth.sessions for update to stockroom_people
using (true)
with check (true);
