-- Each person has a login (unless disabled or taken away) and a companion that is none.
select p.person || ' has no companion' as found
from auth.people as p
where not exists (select from pg_catalog.pg_roles as r where r.rolname = p.companion and not r.rolcanlogin)
union all
select p.person || ' is disabled and can sign in'
from auth.people as p
join pg_catalog.pg_roles as r on r.rolname = p.person
where p.disabled_at is not null and r.rolcanlogin
