-- Only through auth.begin_request and auth.finish_request: one's own.
alter table auth.request_keys enable row level security, force row level security;

grant select, insert, update (answer), delete on auth.request_keys to stockroom_auth;
grant select on auth.request_keys to stockroom_backup;

create policy all_auth on auth.request_keys for all to stockroom_auth
using (true)
with check (true);
