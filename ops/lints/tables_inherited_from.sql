-- Old-style inheritance has the same hole as partitions and none of their rules: not used.
select i.inhrelid::regclass || ' of ' || i.inhparent::regclass as found
from pg_catalog.pg_inherits as i
join pg_catalog.pg_class as c on c.oid = i.inhparent
where c.relkind = 'r'
