-- PUBLIC is everybody who can sign in, today's and tomorrow's: nothing on our schemas, nothing on
-- schema public, no connecting, no temporary tables.
select 'schema ' || n.nspname || ': ' || a.privilege_type as found
from pg_catalog.pg_namespace as n
cross join lateral aclexplode(n.nspacl) as a
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and a.grantee = 0
union all
select 'database: ' || a.privilege_type
from pg_catalog.pg_database as d
cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) as a
where d.datname = current_database() and a.grantee = 0
union all
select 'default for ' || a.privilege_type || ' on ' || d.defaclobjtype::text
from pg_catalog.pg_default_acl as d
cross join lateral aclexplode(d.defaclacl) as a
where a.grantee = 0
