-- A view without security_invoker reads with its owner's rights: everybody would see every row.
select c.oid::regclass::text as found
from pg_catalog.pg_class as c
where c.relkind in ('v', 'm') and c.relnamespace::regnamespace::text in ('api', 'inventory', 'auth', 'audit')
and not coalesce(c.reloptions @> array['security_invoker=true'], false)
