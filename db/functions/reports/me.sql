create or replace function api.me()
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'person', p.person, 'name', p.name, 'email', case when e.actor is null then p.email end, 'time_zone', coalesce(p.time_zone, s.time_zone), 'company', s.company,
        'currency', s.currency,
        'database_role', case when session_user = 'stockroom_web' then p.companion else session_user::text end,
        'groups', to_jsonb(m.groups),
        'places', (
            select coalesce(jsonb_agg(jsonb_build_object('location', l.code, 'name', l.name, 'valid_until', g.valid_until) order by l.code), '[]')
            from auth.location_grants as g
            join inventory.locations as l using (location_id)
            where g.person = p.person and (g.valid_until is null or g.valid_until > statement_timestamp())
        ),
        'can', jsonb_build_object(
            'see_stock', m.groups && array['viewer', 'auditor', 'reporting'],
            'post', 'staff' = any (m.groups), 'edit_items', 'manager' = any (m.groups), 'set_thresholds', 'manager' = any (m.groups),
            'count', m.groups && array['counter', 'staff'],
            'see_cost', 'cost' = any (m.groups) and m.groups && array['viewer', 'auditor', 'reporting'], 'see_audit', m.groups && array['auditor', 'admin'],
            'manage_people', 'admin' = any (m.groups), 'see_people', m.groups && array['manager', 'auditor', 'admin'],
            'break_glass', p.kind = 'person' and m.groups && array['manager', 'admin'],
            'see_health', m.groups && array['manager', 'auditor', 'admin']
        ),
        'expires_at', e.expires_at,
        'columns', (select coalesce(jsonb_object_agg(c.list, c.columns), '{}') from inventory.list_columns as c where c.person = p.person),
        'preferences', (
            select jsonb_build_object('theme', f.theme, 'density', f.density, 'numbers', f.numbers, 'dates', f.dates, 'shortcuts', f.shortcuts, 'language', f.language)
            from inventory.preferences as f where f.person = p.person
        ),
        -- Who looks, where this is another's dashboard.
        'seen_by', (
            select jsonb_build_object('person', a.person, 'name', a.name) from auth.people as a where a.person = e.actor
        )
    )
    from auth.people as p
    cross join inventory.settings as s
    left join auth.sessions as e on e.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
    cross join lateral (
        -- As auth.in_group(), for a person who is known already: every page asks this.
        select coalesce(array_agg(g.name order by g.position), '{}') as groups
        from unnest(auth.group_names()) with ordinality as g (name, position)
        where pg_has_role(p.person::name, ('stockroom_' || g.name)::name, 'usage')
    ) as m
    where p.person = (select auth.signed_in())
$$;
alter function api.me() owner to stockroom_auth;
grant execute on function api.me() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function api.me() is
'Who is signed in: name, groups, places, what they can do, the columns they chose by list, how they want it to look (null: as it does by itself), and who looks where it is another''s dashboard (see as), as one JSON object; null for a role that is no person.';
