-- Rights that ended show nothing at once; the worker then takes them back each minute. What is left
-- after two says that no worker does: a login or a membership stands where nobody looks.
select p.person || ' has groups that ended at ' || p.groups_end_at as found
from auth.people as p
where p.groups_end_at < now() - interval '2 minutes' and p.disabled_at is null
union all
select p.person || ' is connected, and was to end at ' || p.valid_until
from auth.people as p
where p.valid_until < now() - interval '2 minutes'
and exists (select from pg_catalog.pg_stat_activity as a where a.usename = p.person and a.datname = current_database())
