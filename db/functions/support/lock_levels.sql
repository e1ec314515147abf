create or replace function inventory.lock_levels(
    item_id integer[], location_id integer[], lot_id integer[], base_unit_id integer[], wait boolean
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- In the order of their keys, so no two documents can deadlock. One level needs no order.
begin
    if cardinality(lock_levels.item_id) = 1 then
        perform from inventory.stock_levels as s
        where s.item_id = lock_levels.item_id[1] and s.location_id = lock_levels.location_id[1] and s.lot_id = lock_levels.lot_id[1]
        for no key update skip locked;
        if found then
            return true;
        end if;
    end if;
    if not lock_levels.wait then
        return false;
    end if;
    perform inventory.make_levels(item_id, location_id, lot_id, base_unit_id);
    perform from (
        select distinct m.item_id, m.location_id, m.lot_id
        from unnest(lock_levels.item_id, lock_levels.location_id, lock_levels.lot_id) as m (item_id, location_id, lot_id)
    ) as m
    join inventory.stock_levels as s using (item_id, location_id, lot_id)
    order by s.item_id, s.location_id, s.lot_id
    for no key update of s;
    return true;
end
$$;
alter function inventory.lock_levels(integer[], integer[], integer[], integer[], boolean) owner to stockroom_writer;
comment on function inventory.lock_levels(integer[], integer[], integer[], integer[], boolean) is
'Holds the stock levels of a document until the transaction ends, and answers whether it does: it may wait for them and make those that are missing, or else takes one level that is free.';
