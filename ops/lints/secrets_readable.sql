-- Hashes and addresses are for the few who need them: a receipt's hash lets its cost be guessed,
-- a token's hash opens session_role, an address is personal.
select c.oid::regclass || '.' || a.attname || ' by ' || r.role as found
from pg_catalog.pg_class as c
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
cross join unnest(array[
    'stockroom_viewer', 'stockroom_staff', 'stockroom_counter', 'stockroom_cost', 'stockroom_manager', 'stockroom_reporting', 'stockroom_web',
    'stockroom_signin', 'stockroom_worker', 'public'
]) as r (role)
where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace::regnamespace::text in ('inventory', 'api', 'auth', 'audit')
and a.attname ~ 'hash|token|secret|password|verifier|email|last_error'
and has_column_privilege(r.role, c.oid, a.attnum, 'select')
