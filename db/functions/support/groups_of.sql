create or replace function auth.groups_of(person text)
returns text[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- By the list, not by names that begin alike: a DBA may make a role stockroom_x.
    select coalesce(array_agg(g.name order by g.position), '{}')
    from unnest(auth.group_names()) with ordinality as g (name, position)
    where exists (
        select from pg_catalog.pg_auth_members as m
        where m.member = to_regrole(groups_of.person)::oid and m.roleid = to_regrole('stockroom_' || g.name)::oid
    )
$$;
alter function auth.groups_of(text) owner to stockroom_auth;
grant execute on function auth.groups_of(text) to stockroom_people, stockroom_reader, stockroom_keeper;
comment on function auth.groups_of(text) is
'The groups a person was put in, as the catalogue of roles has them now, without those that come with others; empty for nobody.';
