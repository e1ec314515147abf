-- The last value of a sequence counts what one may not see. Identity columns need no grant.
select c.oid::regclass || ' by ' || a.grantee::regrole as found
from pg_catalog.pg_class as c
cross join lateral aclexplode(c.relacl) as a
where c.relkind = 'S' and a.grantee <> c.relowner
and c.relnamespace::regnamespace::text in ('inventory', 'api', 'auth', 'audit', 'queue')
-- pgqueuer's own ids, for those who enqueue; the dump.
and not (c.relnamespace = 'queue'::regnamespace and a.grantee::regrole::text in ('stockroom_worker', 'stockroom_keeper', 'stockroom_backup'))
