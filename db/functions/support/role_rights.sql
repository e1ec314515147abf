create or replace function auth.role_rights(person text)
returns text[]
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Through other roles too, such as a DBA's own for a team; Stockroom's groups by their short
    -- names. What those, and PostgreSQL's own, are members of is theirs.
    with recursive reached as (
        select m.roleid from pg_catalog.pg_auth_members as m
        where m.member = (select r.oid from pg_catalog.pg_roles as r where r.rolname = role_rights.person)
        union
        select m.roleid from reached as k
        join pg_catalog.pg_roles as g on g.oid = k.roleid and g.rolname !~ '^(stockroom|pg)_'
        join pg_catalog.pg_auth_members as m on m.member = k.roleid
    )
    select coalesce(array_agg(distinct f.found collate "C" order by f.found collate "C"), '{}')
    from (
        select regexp_replace(g.rolname, '^stockroom_', '') as found
        from reached as k
        join pg_catalog.pg_roles as g on g.oid = k.roleid
        union all
        select a.found
        from pg_catalog.pg_roles as r
        left join auth.people as p on p.person = r.rolname
        cross join lateral (
            -- As Stockroom itself leaves it: who is disabled has no login, who is not has one until their end.
            select r.rolcanlogin and (r.rolvaliduntil is null or r.rolvaliduntil > statement_timestamp() or coalesce(r.rolvaliduntil = p.valid_until, false)) as may
        ) as l
        cross join lateral (values
            (r.rolsuper, 'superuser'), (r.rolbypassrls, 'bypassrls'), (r.rolcreaterole, 'createrole'),
            (r.rolcreatedb, 'createdb'), (r.rolreplication, 'replication'),
            (not l.may and p.disabled_at is null, 'no login'), (l.may and p.disabled_at is not null, 'login')
        ) as a (holds, found)
        where r.rolname = role_rights.person and a.holds
        union all
        select 'no role' where not exists (select from pg_catalog.pg_roles as r where r.rolname = role_rights.person)
    ) as f
$$;
alter function auth.role_rights(text) owner to stockroom_auth;
grant execute on function auth.role_rights(text) to stockroom_keeper;
comment on function auth.role_rights(text) is
'What the catalogue says of a person''s role: its groups, other roles it reaches, superuser and the like, and where it differs from what Stockroom made of it: no login, login (of who is disabled), no role. In alphabetical order.';
