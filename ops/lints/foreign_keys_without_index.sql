-- Without an index that begins with its columns, each delete or key change above reads the whole
-- table below, under a lock.
-- Exception, 2026-11-22: stock_levels' key to (location_id, allow_negative) is served by its index
-- on location_id, which names at most one row above.
select k.conname || ' on ' || k.conrelid::regclass as found
from pg_catalog.pg_constraint as k
where k.contype = 'f' and k.conparentid = 0
and k.connamespace::regnamespace::text in ('inventory', 'auth', 'audit')
and not exists (
    select from pg_catalog.pg_index as i
    where i.indrelid = k.conrelid and i.indisvalid
    and (string_to_array(i.indkey::text, ' ')::smallint[])[1:1] <@ k.conkey
    and (
        cardinality(k.conkey) = 1
        or (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(k.conkey)] <@ k.conkey
        or k.conname = 'stock_levels_location_id_allow_negative_fkey'
    )
)
