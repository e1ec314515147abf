create or replace function auth.keep_session(token_hash bytea)
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
update auth.sessions as s set password_mark = auth.password_mark(s.person)
where s.token_hash = keep_session.token_hash and s.person = session_user and s.revoked_at is null
$$;
alter function auth.keep_session(bytea) owner to stockroom_auth;
grant execute on function auth.keep_session(bytea) to stockroom_people;
comment on function auth.keep_session(bytea) is
'Lets one''s own session outlive the change of the password that opened it.';
