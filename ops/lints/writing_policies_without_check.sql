-- Without WITH CHECK, USING is taken for the new row too, which is easily overlooked: say both.
select p.polname || ' on ' || p.polrelid::regclass as found
from pg_catalog.pg_policy as p
where p.polcmd in ('a', 'w', '*') and p.polwithcheck is null
