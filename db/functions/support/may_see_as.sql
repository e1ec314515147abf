create or replace function auth.may_see_as(actor text, person text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Nobody sees more through another than they could have by right: managers only people whose
    -- groups are among theirs (a counter sees less than anybody) and none of them managers, and
    -- whose places are among theirs. Admins, who may make themselves anything, all but admins.
    -- Tools and API clients have no dashboard. A role that a DBA gave the person and the actor has not is more, for either.
    with recursive role as (
        select r.oid from pg_catalog.pg_roles as r where r.rolname = may_see_as.person
        union
        select m.roleid from role as b
        cross join lateral (select a.roleid from pg_catalog.pg_auth_members as a where a.member = b.oid offset 0) as m
    ),
    more as (
        -- By key: joined to pg_roles, all roles were read for each person.
        select pg_get_userbyid(b.oid) as rolname from role as b
        where pg_get_userbyid(b.oid) not in (may_see_as.person, 'stockroom_counter')
        and not pg_has_role(to_regrole(quote_ident(actor)), b.oid, 'usage')
    ),
    rights as (
        select
            pg_has_role(to_regrole(quote_ident(actor)), 'stockroom_admin', 'usage') as admin,
            pg_has_role(to_regrole(quote_ident(actor)), 'stockroom_manager', 'usage') as manager,
            array(select g from unnest(auth.group_names()) as g where pg_has_role(to_regrole(quote_ident(person)), ('stockroom_' || g)::regrole, 'member')) as groups
    )
    select coalesce(
        actor <> person and auth.is_active(actor) and auth.is_active(person) and not 'admin' = any (r.groups)
            and exists (select from auth.people as p where p.person = may_see_as.person and p.kind = 'person') and case
            when r.admin then not exists (select from more as m where m.rolname <> all (select 'stockroom_' || g from unnest(r.groups) as g))
            when r.manager then not 'manager' = any (r.groups) and not exists (select from more)
                and (auth.grant_set(person)).ranges <@ (auth.grant_set(actor)).ranges
        end, false
    )
    from rights as r
$$;
alter function auth.may_see_as(text, text) owner to stockroom_auth;
grant execute on function auth.may_see_as(text, text) to stockroom_reader;
comment on function auth.may_see_as(text, text) is
'Whether the actor may look at Stockroom as the person: asked when they begin and at each request after.';
