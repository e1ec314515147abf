create or replace function inventory.make_levels(item_id integer[], location_id integer[], lot_id integer[], base_unit_id integer[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- An item's first level fixes its base unit, and a threshold being set must count it: both
-- hold the item for no key update, so wait for them here, and look again at the unit.
begin
    if not exists (
        select from unnest(make_levels.item_id, make_levels.location_id, make_levels.lot_id) as m (item_id, location_id, lot_id)
        where not exists (
            select from inventory.stock_levels as s
            where s.item_id = m.item_id and s.location_id = m.location_id and s.lot_id = m.lot_id
        )
    ) then
        return;
    end if;
    insert into inventory.stock_levels (item_id, location_id, lot_id, allow_negative)
    select distinct m.item_id, m.location_id, m.lot_id, l.allow_negative
    from unnest(make_levels.item_id, make_levels.location_id, make_levels.lot_id) as m (item_id, location_id, lot_id)
    join inventory.locations as l using (location_id)
    order by m.item_id, m.location_id, m.lot_id
    on conflict on constraint stock_levels_pkey do nothing;

    perform from inventory.items as i where i.item_id = any (make_levels.item_id) order by i.item_id for share;
    if exists (
        select from unnest(make_levels.item_id, make_levels.base_unit_id) as m (item_id, unit_id)
        join inventory.items as i using (item_id)
        where i.unit_id <> m.unit_id
    ) then
        raise exception using errcode = 'serialization_failure', message = 'An item''s base unit changed meanwhile.',
            hint = 'Post again with the same key.';
    end if;
end
$$;
alter function inventory.make_levels(integer[], integer[], integer[], integer[]) owner to stockroom_writer;
comment on function inventory.make_levels(integer[], integer[], integer[], integer[]) is
'Makes the stock levels that are missing, empty, in key order: what is posted then only updates.';
