create or replace function auth.access_givers(scope text, person text, location_id integer)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Admins give all. Managers give the places they hold; who holds which is told only to who may
    -- see those grants.
    with recursive member as (
        select r.oid, r.role from (values ('stockroom_admin'::regrole::oid, 'admin'), ('stockroom_manager'::regrole::oid, 'manager')) as r (oid, role)
        union
        select m.member, b.role from member as b join pg_catalog.pg_auth_members as m on m.roleid = b.oid and m.inherit_option
    ),
    -- Few are: their accounts are looked at after, not everybody's before.
    giver as materialized (
        select p.person, p.name, min(b.role) as role
        from member as b
        join pg_catalog.pg_roles as r on r.oid = b.oid and r.rolcanlogin
        join auth.people as p on p.person = r.rolname
        where p.person <> access_givers.person and p.kind = 'person'
        group by p.person, p.name
    )
    select coalesce(jsonb_agg(jsonb_build_object('person', g.person, 'name', g.name) order by g.role desc, g.person), '[]')
    from (
        select g.* from giver as g
        where auth.is_active(g.person) and (g.role = 'admin' or (
            access_givers.location_id <@ (auth.identity_of(g.person)).grantable
            and (access_givers.scope = 'all' or (access_givers.scope = 'places' and exists (
                select from auth.location_grants as l
                join inventory.location_tree as t on t.ancestor_id = l.location_id and t.location_id = access_givers.location_id
                where l.person = g.person and l.location_id <@ auth.postable_ranges()
            )))
        ))
        order by g.role desc, g.person
        limit 5
    ) as g
$$;
alter function auth.access_givers(text, text, integer) owner to stockroom_auth;
grant execute on function auth.access_givers(text, text, integer) to stockroom_reader;
comment on function auth.access_givers(text, text, integer) is
'At most five people who can give somebody a group (location_id null: admins) or a place, as far as who asks may know.';
