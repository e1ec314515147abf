-- A policy that lets every row be written is none. Only for the owners of functions and triggers,
-- who sign in nowhere and answer for the check in their code.
select p.polname || ' on ' || p.polrelid::regclass as found
from pg_catalog.pg_policy as p
where p.polcmd <> 'r'
and 'true' in (pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
and exists (
    select from unnest(p.polroles) as r (role)
    where r.role = 0 or r.role::regrole::text not in ('stockroom_keeper', 'stockroom_auth', 'stockroom_people')
)
