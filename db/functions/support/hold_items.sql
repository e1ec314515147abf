create or replace function inventory.hold_items(item_ids integer[])
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- In the order of a posting, which waits for the item where it makes a level (keep_threshold).
    perform from inventory.items as i where i.item_id = any (item_ids) order by i.item_id for no key update;
    perform from inventory.stock_levels as s
    where s.item_id = any (item_ids)
    order by s.item_id, s.location_id, s.lot_id
    for no key update;
end
$$;
alter function inventory.hold_items(integer[]) owner to stockroom_keeper;
comment on function inventory.hold_items(integer[]) is
'Waits for postings of some items under way and holds new ones until this transaction ends, so that several of their ranges can be judged.';
