-- Cost is a right of its own. Any column that smells of it, in a table or a view,
-- is selectable by nobody else.
select c.oid::regclass || '.' || a.attname || ' by ' || r.role as found
from pg_catalog.pg_class as c
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
cross join unnest(array[
    'stockroom_viewer', 'stockroom_staff', 'stockroom_counter', 'stockroom_admin', 'stockroom_reporting', 'stockroom_web',
    'stockroom_signin', 'stockroom_worker', 'stockroom_keeper', 'public'
]) as r (role)
where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace::regnamespace::text in ('inventory', 'api', 'auth', 'audit')
and (a.attname ~ 'cost|price|amount' or (a.attname = 'value' and c.relname ~ 'cost'))
and has_column_privilege(r.role, c.oid, a.attnum, 'select')
