-- A function of ours in a policy must stand in a subselect of its own, which PostgreSQL works out
-- once per statement; called for each row it was 2,500 times slower.
select p.polname || ' on ' || p.polrelid::regclass as found
from pg_catalog.pg_policy as p
where regexp_replace(
    concat(pg_get_expr(p.polqual, p.polrelid), ' ', pg_get_expr(p.polwithcheck, p.polrelid)),
    '\( SELECT auth\.[a-z_]+\((''[a-z]+''::text)?\) AS [a-z_]+\)', '', 'g'
) ~ '(auth|inventory|api|audit)\.[a-z_]+\('
