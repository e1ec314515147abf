-- Advisory locks (one over a series of numbers stops new logins), sleeping, large objects, messages
-- into the log of changes and notifications: a cheap role could hold everybody up or fill the disk.
select p.oid::regprocedure::text as found
from pg_catalog.pg_proc as p
where p.pronamespace = 'pg_catalog'::regnamespace
and p.proname ~ '^(lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_sleep.*|pg_notify|pg_logical_emit_message)$'
and p.proname <> 'pg_advisory_unlock_all' -- the reset of connection pools
and has_function_privilege('public', p.oid, 'execute')
