-- Every login of ours has a limit of connections, of a statement's time, of disk for sorting and
-- of idling within a transaction. Zero for statement_timeout is meant: deploys and dumps are long.
select r.rolname || ' has no ' || l.name as found
from pg_catalog.pg_roles as r
cross join (values ('statement_timeout'), ('temp_file_limit'), ('idle_in_transaction_session_timeout')) as l (name)
where r.rolcanlogin
and (r.rolname ~ '^stockroom_' or r.rolname in (select p.person from auth.people as p))
and not exists (
    select from pg_catalog.pg_db_role_setting as s
    cross join unnest(s.setconfig) as c (setting)
    where s.setrole = r.oid and c.setting ~ ('^' || l.name || '=')
)
union all
select r.rolname || ' has no connection limit'
from pg_catalog.pg_roles as r
where r.rolcanlogin and r.rolconnlimit < 0
and (r.rolname ~ '^stockroom_' or r.rolname in (select p.person from auth.people as p))
