create or replace function auth.this_session()
returns auth.sessions
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
select s.* from auth.sessions as s
where s.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
and session_user = 'stockroom_web' and s.person = auth.signed_in()
$$;
alter function auth.this_session() owner to stockroom_auth;
comment on function auth.this_session() is
'The session of this request; nulls on a direct login.';
