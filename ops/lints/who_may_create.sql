-- Who can create an object can shadow one. In our schemas that is their owner alone.
select n.nspname || ' by ' || r.rolname as found
from pg_catalog.pg_namespace as n
cross join pg_catalog.pg_roles as r
where (n.nspname in ('inventory', 'auth', 'audit', 'api', 'queue', 'yoyo', 'deploy', 'public', 'pg_catalog'))
and r.rolname ~ '^(stockroom|web)_' and r.rolname <> 'stockroom_owner'
and has_schema_privilege(r.oid, n.oid, 'create')
