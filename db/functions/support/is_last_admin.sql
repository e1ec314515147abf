create or replace function auth.is_last_admin(person text)
returns boolean
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Volatile: it looks after the locks its caller waited for. By the members of the group, who
    -- are few: asked of each role of the server, it would read for seconds where there are many.
    with recursive member as (
        select to_regrole('stockroom_admin')::oid as oid
        union
        select a.member from member as b
        cross join lateral (
            select m.member from pg_catalog.pg_auth_members as m where m.roleid = b.oid and m.inherit_option offset 0
        ) as a
    )
    select count(*) = 1 and bool_or(p.person = is_last_admin.person)
    from member as m
    join auth.people as p on p.person = pg_get_userbyid(m.oid)
    where p.kind = 'person' and auth.is_active(p.person)
    -- Who ends on a day is no admin to rely on.
    and (p.valid_until is null or p.person = is_last_admin.person)
$$;
alter function auth.is_last_admin(text) owner to stockroom_auth;
grant execute on function auth.is_last_admin(text) to stockroom_people;
comment on function auth.is_last_admin(text) is 'Whether nobody but this person manages people.';
