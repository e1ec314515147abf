-- Of the same functions, who was given one: the definers that lock, and those who wake the queue.
select p.oid::regprocedure || ' by ' || a.grantee::regrole as found
from pg_catalog.pg_proc as p
cross join lateral aclexplode(p.proacl) as a
where p.pronamespace = 'pg_catalog'::regnamespace
and p.proname ~ '^(lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_sleep.*|pg_notify|pg_logical_emit_message)$'
and a.grantee not in (0, p.proowner)
and (p.proname, a.grantee::regrole::text) not in (
    ('pg_advisory_xact_lock', 'stockroom_writer'), ('pg_advisory_xact_lock', 'stockroom_auth'),
    ('pg_advisory_xact_lock', 'stockroom_keeper'), ('pg_advisory_xact_lock_shared', 'stockroom_keeper'),
    ('pg_advisory_xact_lock_shared', 'stockroom_writer'), ('pg_try_advisory_xact_lock', 'stockroom_worker'),
    ('pg_notify', 'stockroom_worker'), ('pg_notify', 'stockroom_keeper')
)
