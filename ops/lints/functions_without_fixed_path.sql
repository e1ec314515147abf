-- Names in a body are looked up in the caller's search_path unless the function fixes its own:
-- whoever can create an object anywhere could slip theirs in. A body of the form RETURN or BEGIN
-- ATOMIC has its names resolved when it is created. The path names pg_temp, last: where it does not,
-- as with an empty one, PostgreSQL looks there first for types and tables, and a caller's temporary
-- domain "text" would run its check with the function's rights.
-- Exception, 2026-11-22: queue.fn_pgqueuer_changed is pgqueuer's own, runs as its caller and
-- names nothing outside pg_catalog.
select p.oid::regprocedure::text as found
from pg_catalog.pg_proc as p
where p.pronamespace::regnamespace::text in ('api', 'inventory', 'auth', 'audit', 'queue')
and p.prosqlbody is null
and not coalesce(p.proconfig && array['search_path=pg_catalog, pg_temp'], false)
and p.oid <> 'queue.fn_pgqueuer_changed'::regproc
