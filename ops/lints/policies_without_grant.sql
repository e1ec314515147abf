-- A policy for a role that holds no such right on the table says what it cannot: it misleads whoever
-- reads it, and comes alive unseen with a later grant.
select format('%s on %s names %s, which may not %s there', p.polname, p.polrelid::regclass, r.rolname, c.verb) as found
from pg_catalog.pg_policy as p
join pg_catalog.pg_roles as r on r.oid = any (p.polroles)
cross join lateral (
    select case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'select' end as verb
) as c
where p.polrelid::regclass::text !~ '^local' and p.polname !~ '^local_'
and not case c.verb
    when 'delete' then pg_catalog.has_table_privilege(r.oid, p.polrelid, 'delete')
    else pg_catalog.has_any_column_privilege(r.oid, p.polrelid, c.verb)
end
