create or replace function inventory.search_stocked(ids integer[], places integer[])
returns integer[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- One by one, by the key: joined, all stock of the places would be read.
    select array(
        select u.id from unnest(ids) as u (id) where (
            select true from inventory.stock_levels as s where s.item_id = u.id and s.on_hand <> 0 and s.location_id + 0 = any (places) limit 1))
$$;
alter function inventory.search_stocked(integer[], integer[]) owner to stockroom_reader;
comment on function inventory.search_stocked(integer[], integer[]) is
'Those of some items that have stock at one of some places, before their own rows are read. Called by inventory.search_plan() only.';
