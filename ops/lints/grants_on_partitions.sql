-- A grant on a partition goes past its parent's policies and would not follow to the next year's.
select c.oid::regclass || ': ' || a.privilege_type || ' to ' || a.grantee as found
from pg_catalog.pg_class as c
cross join lateral aclexplode(c.relacl) as a
where c.relispartition and c.relkind in ('r', 'p') and a.grantee <> c.relowner
