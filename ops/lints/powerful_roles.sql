-- Which of our roles may pass row policies, make roles, replicate or rule. People: none.
select r.rolname || ': ' || p.power as found
from pg_catalog.pg_roles as r
cross join lateral (values
    ('superuser', r.rolsuper), ('bypassrls', r.rolbypassrls), ('createrole', r.rolcreaterole),
    ('createdb', r.rolcreatedb), ('replication', r.rolreplication)
) as p (power, has)
where p.has and (r.rolname ~ '^(stockroom|web)_' or r.rolname in (select e.person from auth.people as e))
and (r.rolname, p.power) not in (
    ('stockroom_migrator', 'bypassrls'), ('stockroom_backup', 'bypassrls'), ('stockroom_people', 'createrole')
)
