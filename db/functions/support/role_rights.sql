create or replace function auth.role_rights()
returns table (person text, rights text[])
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Through other roles too, such as a DBA's own for a team; Stockroom's groups by their short
    -- names. What those, and PostgreSQL's own, are members of is theirs. Everybody's at once:
    -- person by person the roles of all were read for each.
    with recursive account as materialized (
        select p.person, p.disabled_at, p.valid_until, r.oid, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
            -- As Stockroom itself leaves it: who is disabled has no login, who is not has one until their end.
            r.rolcanlogin and (r.rolvaliduntil is null or r.rolvaliduntil > statement_timestamp() or coalesce(r.rolvaliduntil = p.valid_until, false)) as may
        from auth.people as p
        left join pg_catalog.pg_roles as r on r.rolname = p.person
    ),
    reached as (
        select a.person, m.roleid from account as a join pg_catalog.pg_auth_members as m on m.member = a.oid
        union
        select k.person, m.roleid from reached as k
        join pg_catalog.pg_auth_members as m on m.member = k.roleid
        where pg_get_userbyid(k.roleid) !~ '^(stockroom|pg)_'
    ),
    holds as (
        select k.person, regexp_replace(pg_get_userbyid(k.roleid), '^stockroom_', '') as found from reached as k
        union
        select a.person, h.found
        from account as a
        cross join lateral (values
            (a.rolsuper, 'superuser'), (a.rolbypassrls, 'bypassrls'), (a.rolcreaterole, 'createrole'),
            (a.rolcreatedb, 'createdb'), (a.rolreplication, 'replication'), (a.oid is null, 'no role'),
            (not a.may and a.disabled_at is null, 'no login'), (a.may and a.disabled_at is not null, 'login')
        ) as h (holds, found)
        where h.holds
    ),
    gathered as (
        select h.person, array_agg(h.found collate "C" order by h.found collate "C") as rights from holds as h group by h.person
    )
    select a.person, coalesce(g.rights, '{}') from account as a left join gathered as g using (person)
$$;
alter function auth.role_rights() owner to stockroom_auth;
grant execute on function auth.role_rights() to stockroom_keeper;
comment on function auth.role_rights() is
'What the catalogue says of each person''s role: its groups, other roles it reaches, superuser and the like, and where it differs from what Stockroom made of it: no login, login (of who is disabled), no role. In alphabetical order.';
