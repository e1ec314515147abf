-- An unlogged table is empty after a crash and missing on a replica.
select c.oid::regclass::text as found
from pg_catalog.pg_class as c
where c.relpersistence <> 'p' and c.relkind in ('r', 'p', 'S', 'i')
and c.relnamespace::regnamespace::text !~ '^pg_'
