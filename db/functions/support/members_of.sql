create or replace function auth.members_of(group_names text[])
returns table (person text, kind text, disabled_at timestamptz, valid_until timestamptz)
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Volatile: it looks after the locks its caller waited for. By the members of the groups, who
    -- are few: asked of each person, it would read for seconds where there are many.
    with recursive member as (
        select to_regrole('stockroom_' || g.group_name)::oid as oid from unnest(group_names) as g (group_name)
        union
        select a.member from member as b
        cross join lateral (
            select m.member from pg_catalog.pg_auth_members as m where m.roleid = b.oid and m.inherit_option offset 0
        ) as a
    )
    select a.person, a.kind, a.disabled_at, a.valid_until from member as m
    -- In the collation of the key: a name's own is another, and everybody would be read.
    cross join lateral (
        select p.* from auth.people as p where p.person = pg_get_userbyid(m.oid)::text collate "default" offset 0
    ) as a
$$;
alter function auth.members_of(text[]) owner to stockroom_auth;
grant execute on function auth.members_of(text[]) to stockroom_people;
comment on function auth.members_of(text[]) is 'The accounts of who is in any of these groups, inherited ones included; active or not.';
