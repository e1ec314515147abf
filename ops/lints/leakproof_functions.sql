-- LEAKPROOF lets a function see rows before the policy has judged them. Ours need it nowhere.
select p.oid::regprocedure::text as found
from pg_catalog.pg_proc as p
where p.proleakproof and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'pg_toast')
