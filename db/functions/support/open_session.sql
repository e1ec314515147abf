create or replace function auth.open_session(user_agent text default '', address text default null)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return auth.begin_session(open_session.user_agent, open_session.address) ->> 'token';
end
$$;
alter function auth.open_session(text, text) owner to stockroom_auth;
grant execute on function auth.open_session(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function auth.open_session(text, text) is
'The token of auth.begin_session() alone: of a web session, unless a second factor is needed. Raises IN006, IN016.';
