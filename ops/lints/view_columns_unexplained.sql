-- BI tools and psql show a column's own comment, not that of the table beneath: without one,
-- whoever connects directly is left to guess units and nulls.
select format('%s.%s', c.oid::regclass, a.attname) as found
from pg_catalog.pg_class as c
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'api'::regnamespace and c.relkind in ('v', 'm') and c.relname !~ '^local_'
and pg_catalog.col_description(c.oid, a.attnum) is null
