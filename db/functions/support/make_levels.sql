create or replace function inventory.make_levels(item_id integer[], location_id integer[], lot_id integer[])
returns void
language sql
volatile
set search_path = ''
as $$
    insert into inventory.stock_levels (item_id, location_id, lot_id, allow_negative)
    select distinct m.item_id, m.location_id, m.lot_id, l.allow_negative
    from unnest(make_levels.item_id, make_levels.location_id, make_levels.lot_id) as m (item_id, location_id, lot_id)
    join inventory.locations as l using (location_id)
    order by m.item_id, m.location_id, m.lot_id
    on conflict on constraint stock_levels_pkey do nothing
$$;
alter function inventory.make_levels(integer[], integer[], integer[]) owner to stockroom_writer;
comment on function inventory.make_levels(integer[], integer[], integer[]) is
'Makes the stock levels that are missing, empty, in key order: what is posted then only updates.';
