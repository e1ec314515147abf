-- A table without row security, enabled and forced, shows every row to whoever holds a grant, and
-- to its owner. Partitions too: a stray grant on one would go past its parent's policies.
select c.oid::regclass::text as found
from pg_catalog.pg_class as c
where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('inventory', 'auth', 'audit')
and not (c.relrowsecurity and c.relforcerowsecurity)
