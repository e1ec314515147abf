create or replace function auth.see_as_holds(token_hash bytea, parent_hash bytea)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- The actor's own session must live as if it were asked itself, and be the one in the same browser.
    select exists (
        select from auth.sessions as s
        join auth.sessions as own on own.session_id = s.parent_id and own.person = s.actor
        where s.token_hash = see_as_holds.token_hash and own.token_hash = see_as_holds.parent_hash
        and own.kind in ('web', 'device') and own.revoked_at is null
        and own.expires_at > statement_timestamp() and own.last_seen_at > statement_timestamp() - own.idle_limit
        and coalesce(own.password_mark = auth.password_mark(own.person), true)
        and auth.may_see_as(s.actor, s.person)
    )
$$;
alter function auth.see_as_holds(bytea, bytea) owner to stockroom_auth;
comment on function auth.see_as_holds(bytea, bytea) is
'Whether a session of kind see_as still holds: with the actor''s own session, by the SHA-256 of its token, and the right to see as that person.';
