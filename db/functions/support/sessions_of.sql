create or replace function auth.sessions_of(person text)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Those that live, and the last that ended.
    select coalesce(jsonb_agg(jsonb_build_object(
        'session', s.session_id, 'person', s.person, 'kind', s.kind, 'label', s.label, 'prefix', s.prefix, 'address', host(s.address),
        'user_agent', s.user_agent, 'created_at', s.created_at, 'expires_at', s.expires_at, 'actor', s.actor, 'live', s.live,
        -- A token's first moment is not a use of it.
        'last_seen_at', case when s.kind <> 'token' or s.last_seen_at > s.created_at then s.last_seen_at end
    ) order by s.live desc, s.last_seen_at desc), '[]')
    from (
        select e.*, e.revoked_at is null and e.expires_at > statement_timestamp() and e.last_seen_at > statement_timestamp() - e.idle_limit as live
        from auth.sessions as e
        where e.person = sessions_of.person
        order by (e.revoked_at is null and e.expires_at > statement_timestamp() and e.last_seen_at > statement_timestamp() - e.idle_limit) desc, e.last_seen_at desc limit 60
    ) as s
$$;
alter function auth.sessions_of(text) owner to stockroom_auth;
grant execute on function auth.sessions_of(text) to stockroom_reader;
comment on function auth.sessions_of(text) is
'A person''s sessions and tokens without their hashes, the living first, at most 60. For functions that ask who may see them.';
