-- A policy that shows every row is for functions that filter by themselves, not for people.
select p.polname || ' on ' || p.polrelid::regclass as found
from pg_catalog.pg_policy as p
where pg_get_expr(p.polqual, p.polrelid) = 'true'
and exists (
    select from unnest(p.polroles) as r (role)
    where r.role = 0 or r.role::regrole::text not in (
        'stockroom_writer', 'stockroom_keeper', 'stockroom_reader', 'stockroom_auth', 'stockroom_people'
    )
)
