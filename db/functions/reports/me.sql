create or replace function api.me()
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'person', p.person, 'name', p.name, 'email', p.email, 'time_zone', coalesce(p.time_zone, s.time_zone), 'company', s.company,
        'currency', s.currency,
        'database_role', case when session_user = 'stockroom_web' then p.companion else session_user::text end,
        'groups', (
            select coalesce(jsonb_agg(g.name order by g.position), '[]')
            from unnest(array['viewer', 'staff', 'manager', 'auditor', 'admin', 'reporting']) with ordinality as g (name, position)
            where auth.in_group(g.name)
        ),
        'places', (
            select coalesce(jsonb_agg(jsonb_build_object('location', l.code, 'name', l.name) order by l.code), '[]')
            from auth.location_grants as g
            join inventory.locations as l using (location_id)
            where g.person = p.person and (g.valid_until is null or g.valid_until > now())
        ),
        'can', jsonb_build_object(
            'see_stock', auth.in_group('viewer') or auth.in_group('auditor'),
            'post', auth.in_group('staff'), 'edit_items', auth.in_group('manager'), 'set_thresholds', auth.in_group('manager'),
            'see_cost', auth.in_group('manager') or auth.in_group('auditor'), 'see_audit', auth.in_group('auditor') or auth.in_group('admin'),
            'manage_people', auth.in_group('admin'),
            'see_health', auth.in_group('manager') or auth.in_group('auditor') or auth.in_group('admin')
        ),
        'expires_at', (
            select e.expires_at from auth.sessions as e
            where e.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
        )
    )
    from auth.people as p
    cross join inventory.settings as s
    where p.person = auth.signed_in()
$$;
alter function api.me() owner to stockroom_auth;
grant execute on function api.me() to stockroom_viewer, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function api.me() is
'Who is signed in: name, groups, places and what they can do, as one JSON object; null for a role that is no person.';
