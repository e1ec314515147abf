-- What is ours belongs to one of our owners; what a superuser owns would run as one.
select 'relation ' || c.oid::regclass || ' of ' || c.relowner::regrole as found
from pg_catalog.pg_class as c
where c.relnamespace::regnamespace::text in ('inventory', 'auth', 'audit', 'api', 'queue', 'yoyo', 'deploy')
and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relowner::regrole::text <> 'stockroom_owner'
union all
select 'function ' || p.oid::regprocedure || ' of ' || p.proowner::regrole
from pg_catalog.pg_proc as p
where p.pronamespace::regnamespace::text in ('inventory', 'auth', 'audit', 'api', 'queue')
and p.proowner::regrole::text not in (
    'stockroom_owner', 'stockroom_writer', 'stockroom_keeper', 'stockroom_reader', 'stockroom_auth', 'stockroom_people'
)
union all
select 'schema ' || n.nspname || ' of ' || n.nspowner::regrole
from pg_catalog.pg_namespace as n
where n.nspname in ('inventory', 'auth', 'audit', 'api', 'queue', 'yoyo', 'deploy') and n.nspowner::regrole::text <> 'stockroom_owner'
