create or replace function auth.session_role(token_hash bytea)
returns text
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- The one place that looks at the login role itself, once per web transaction: what a
-- DBA says with NOLOGIN, VALID UNTIL or DROP ROLE ends the session at the next request.
declare
    v_companion text;
begin
    select p.companion into v_companion
    from auth.sessions as s
    join auth.people as p using (person)
    join pg_catalog.pg_roles as r on r.rolname = p.person
    where s.token_hash = session_role.token_hash
    and p.disabled_at is null
    and s.revoked_at is null
    and s.expires_at > now()
    and s.last_seen_at > now() - s.idle_limit
    and r.rolcanlogin
    and (r.rolvaliduntil is null or r.rolvaliduntil > now());
    if v_companion is null then
        raise exception using errcode = 'IN401', message = 'Your session is over.',
            hint = 'Sign in again.';
    end if;
    return v_companion;
end
$$;
alter function auth.session_role(bytea) owner to stockroom_auth;
grant execute on function auth.session_role(bytea) to stockroom_web;
comment on function auth.session_role(bytea) is
'The companion role of a live session, by the SHA-256 of its token. Raises IN401 when the session is over. For the web pool''s first statement.';
