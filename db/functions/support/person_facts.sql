create or replace function auth.person_facts(person text, sees_all boolean, ranges int4multirange)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'person', p.person, 'name', p.name, 'kind', p.kind, 'groups', to_jsonb(auth.groups_of(p.person)), 'valid_until', p.valid_until,
        'state', case when p.disabled_at is not null then 'disabled' when p.valid_until <= statement_timestamp() then 'ended' else 'active' end,
        'email', case when sees_all then p.email end,
        'last_seen_at', case when sees_all then (
            select max(s.last_seen_at) from auth.sessions as s
            where s.person = p.person and s.kind not in ('see_as', 'second_factor') and (s.kind <> 'token' or s.last_seen_at > s.created_at)
        ) end,
        'places', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'location', l.code, 'name', l.name, 'granted_by', g.granted_by, 'granted_by_name', coalesce((select n.name from auth.people as n where n.person = g.granted_by), g.granted_by), 'granted_at', g.granted_at, 'valid_until', g.valid_until,
                'reason', g.reason, 'break_glass', g.break_glass_id is not null
            ) order by l.code), '[]')
            from auth.location_grants as g
            join inventory.locations as l using (location_id)
            where g.person = p.person and (sees_all or g.location_id <@ ranges or p.person = auth.signed_in())
            and (g.valid_until is null or g.valid_until > statement_timestamp())
        )
    )
    from auth.people as p
    where p.person = person_facts.person
$$;
alter function auth.person_facts(text, boolean, int4multirange) owner to stockroom_auth;
grant execute on function auth.person_facts(text, boolean, int4multirange) to stockroom_reader;
comment on function auth.person_facts(text, boolean, int4multirange) is
'A person as a list shows them: groups, the places within these ranges (or all), state; address and last use only where all is seen. For api.list_people and api.person_page, which ask who may see them.';
