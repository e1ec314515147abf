-- PostgreSQL grants EXECUTE on each new function to PUBLIC. Ours are granted by name, beside the
-- function.
select p.oid::regprocedure::text as found
from pg_catalog.pg_proc as p
where p.pronamespace::regnamespace::text in ('api', 'inventory', 'auth', 'audit', 'queue')
and has_function_privilege('public', p.oid, 'execute')
