-- A policy TO PUBLIC speaks for roles nobody thought of; one that is permissive widens, so each
-- names its groups.
select p.polname || ' on ' || p.polrelid::regclass as found
from pg_catalog.pg_policy as p
where 0 = any (p.polroles)
