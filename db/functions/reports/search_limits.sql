create or replace function inventory.search_limits()
returns table (few integer, many integer, near_looks integer, far_looks integer, summed integer)
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- Measured at a million items, so that no search takes the server much over 0.1 s.
    select 2000, 50000, 50000, 10000, 20000
$$;
alter function inventory.search_limits() owner to stockroom_reader;
comment on function inventory.search_limits() is
'How much a search looks at: the items that one term may name at first (few) and once a short walk found too few (many); how many are looked at in one go by what stands in their rows (near_looks), or by what is looked up for each (far_looks); how many are put in order by a sum. Called by inventory.search_ids() and inventory.search_plan() only.';
