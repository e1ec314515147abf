create or replace function inventory.retire_item()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.need_read_committed();
    -- In the order of a posting: its levels by key, before its ranges. A posting that makes a
    -- level waits for the item, which is held by now; both look again (inventory.posted_lines).
    perform from inventory.stock_levels as s
    where s.item_id = new.item_id
    order by s.item_id, s.location_id, s.lot_id
    for no key update;
    if exists (select from inventory.stock_levels as s where s.item_id = new.item_id and s.on_hand <> 0) then
        raise exception using errcode = 'IN015', message = format('%s still has stock.', new.sku),
            hint = 'Issue, transfer or adjust it to zero everywhere first.';
    end if;
    -- Nobody can receive it any more, so an alert that it is low would stay open for ever.
    delete from inventory.thresholds as t where t.item_id = new.item_id;
    return null;
end
$$;
alter function inventory.retire_item() owner to stockroom_keeper;
comment on function inventory.retire_item() is
'Lets an item retire once it has no stock, and removes its thresholds at every place; their open alerts resolve. Raises IN015, IN016.';
create or replace trigger items_retire after update of retired_at on inventory.items
for each row when (old.retired_at is null and new.retired_at is not null)
execute function inventory.retire_item();
