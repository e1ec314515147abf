create or replace function auth.session_role(token_hash bytea, parent_hash bytea default null)
returns text
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- The one place that looks at the login role itself, once per web transaction: what a
-- DBA says with NOLOGIN, VALID UNTIL, DROP ROLE or a new PASSWORD ends the session at the next request.
declare
    v_person name;
    v_companion text;
    v_mark bytea;
    v_kind text;
begin
    select s.person, s.companion, s.password_mark, s.kind into v_person, v_companion, v_mark, v_kind
    from auth.live_sessions as s where s.token_hash = session_role.token_hash;
    if not exists (
        select from pg_catalog.pg_roles as r
        where r.rolname = v_person and r.rolcanlogin and (r.rolvaliduntil is null or r.rolvaliduntil > statement_timestamp())
    ) or v_mark <> auth.password_mark(v_person)
        -- Another's dashboard is opened by its own token and the actor's together, by no other pair.
        or (v_kind = 'see_as') is distinct from coalesce(octet_length(parent_hash) > 0, false)
        or (v_kind = 'see_as' and not auth.see_as_holds(token_hash, parent_hash))
    then
        raise exception using errcode = 'IN401', message = 'Your session is over.',
            hint = 'Sign in again.';
    end if;
    return v_companion;
end
$$;
alter function auth.session_role(bytea, bytea) owner to stockroom_auth;
grant execute on function auth.session_role(bytea, bytea) to stockroom_web;
comment on function auth.session_role(bytea, bytea) is
'The companion role of a live session, by the SHA-256 of its token; parent_hash: that of the actor''s own, where the session shows another''s dashboard. Raises IN401 when the session is over. For the web pool''s first statement.';
