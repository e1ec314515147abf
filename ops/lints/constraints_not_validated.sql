-- NOT VALID (and, from 18 on, NOT ENFORCED) is a constraint that old rows may break.
select k.conname || ' on ' || k.conrelid::regclass as found
from pg_catalog.pg_constraint as k
where k.connamespace::regnamespace::text in ('inventory', 'auth', 'audit', 'queue')
and (not k.convalidated or to_jsonb(k) ->> 'conenforced' = 'false')
