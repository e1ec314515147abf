-- The audit is read by more people than secrets and their hashes are: a trigger names the columns it
-- leaves out, and each column that looks like a secret is one of them.
select c.oid::regclass || '.' || a.attname || ' by ' || t.tgname as found
from pg_catalog.pg_trigger as t
join pg_catalog.pg_class as c on c.oid = t.tgrelid
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where t.tgfoid = 'audit.record_change()'::regprocedure
and (a.atttypid = 'bytea'::regtype or a.attname ~ 'hash|secret|token|verifier|password')
and a.attname <> all (coalesce(
    -- Arguments lie one after another, each ended by a NUL.
    nullif(split_part(encode(t.tgargs, 'escape'), '\000', 1), '')::text[], '{}'
))
