create or replace function auth.access_grants(scope text, person text, location_id integer)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(to_jsonb(g) order by g.depth desc, g.location), '[]')
    from (
        select l.code as location, l.name, (
            select string_agg(a.name, ' / ' order by t.depth desc)
            from inventory.location_tree as t
            join inventory.locations as a on a.location_id = t.ancestor_id
            where t.location_id = l.location_id
        ) as path, g.granted_by, coalesce((select n.name from auth.people as n where n.person = g.granted_by), g.granted_by) as granted_by_name, g.granted_at, g.valid_until, g.reason, g.break_glass_id is not null as break_glass,
        g.valid_until is not null and g.valid_until <= statement_timestamp() as ended,
        (select max(t.depth) from inventory.location_tree as t where t.location_id = l.location_id) as depth
        from auth.location_grants as g
        join inventory.locations as l using (location_id)
        where g.person = access_grants.person
        and (access_grants.scope in ('self', 'all') or g.location_id <@ auth.postable_ranges())
        and (access_grants.location_id is null or exists (
            select from inventory.location_tree as t
            where t.location_id = access_grants.location_id and t.ancestor_id = g.location_id
        ))
        order by 9 desc, 1
        limit 20
    ) as g
$$;
alter function auth.access_grants(text, text, integer) owner to stockroom_reader;
comment on function auth.access_grants(text, text, integer) is
'The grants of a person that reach a place (null: all), nearest first, at most 20, as far as who asks may see them: by auth.access_scope().';
