create or replace function api.account()
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
select jsonb_build_object(
    'person', p.person, 'name', p.name, 'email', case when not l.on_another then p.email end, 'time_zone', p.time_zone, 'company_time_zone', s.time_zone,
    'valid_until', p.valid_until, 'web_only', p.web_only, 'session', (auth.this_session()).session_id,
    'fresh', coalesce((auth.this_session()).kind = 'web' and (auth.this_session()).created_at > statement_timestamp() - interval '15 minutes', false),
    'second_factor', jsonb_build_object(
        'since', (select f.confirmed_at from auth.second_factors as f where f.person = p.person),
        'required', auth.second_factor_required(p.person),
        'recovery_codes', (select count(*) from auth.recovery_codes as r where r.person = p.person and r.used_at is null)
    ),
    'places', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'location', l.code, 'name', l.name, 'valid_until', g.valid_until, 'granted_by', g.granted_by, 'granted_by_name', coalesce((select n.name from auth.people as n where n.person = g.granted_by), g.granted_by), 'reason', g.reason
        ) order by l.code), '[]')
        from auth.location_grants as g
        join inventory.locations as l using (location_id)
        where g.person = p.person and (g.valid_until is null or g.valid_until > statement_timestamp())
    ),
    'sessions', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'session', e.session_id, 'kind', e.kind, 'created_at', e.created_at, 'last_seen_at', e.last_seen_at,
            'expires_at', e.expires_at, 'address', host(e.address), 'user_agent', e.user_agent, 'actor', e.actor,
            'device', (select d.name from auth.devices as d where d.device_id = e.device_id)
        ) order by e.last_seen_at desc), '[]')
        from (
            select n.* from auth.sessions as n
            where n.person = p.person and not l.on_another and n.revoked_at is null and n.expires_at > statement_timestamp()
            and n.last_seen_at > statement_timestamp() - n.idle_limit and n.kind <> 'second_factor'
            order by n.last_seen_at desc limit 50
        ) as e
    ),
    'devices', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'device', d.device_id, 'name', d.name, 'created_at', d.created_at, 'last_used_at', d.last_used_at, 'expires_at', d.expires_at
        ) order by d.created_at), '[]')
        from auth.devices as d
        where d.person = p.person and not l.on_another and d.revoked_at is null and d.expires_at > statement_timestamp() and d.failures < 5
    )
)
from auth.people as p
cross join inventory.settings as s
-- Whoever looks on sees what the person sees of the stock, not how they sign in.
cross join (select auth.looks_on() as on_another) as l
where p.person = (select auth.signed_in())
$$;
alter function api.account() owner to stockroom_auth;
grant execute on function api.account() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.account() is
'One''s own account as one JSON object: places with their ends, second factor, sessions and devices. fresh: the password was given in the last 15 minutes. Null for a role that is no person.';
