create or replace function inventory.keep_threshold()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        -- Set by hand, a default's may come in its place (inventory.follow_defaults), which asks for
        -- the item and its levels: those come before the balance.
        if old.set_by = 'person' and exists (select from inventory.threshold_defaults) then
            perform inventory.hold_items(array[old.item_id]);
        end if;
        -- In the order of a posting: the balance, then its alert.
        perform from inventory.threshold_balances as b where b.threshold_id = old.threshold_id for update;
        update inventory.alerts as a set resolved_at = clock_timestamp(), resolution = 'threshold removed'
        where a.threshold_id = old.threshold_id and a.resolved_at is null;
        return old;
    end if;
    perform inventory.need_read_committed();
    -- A posting that runs meanwhile must not be missed. It holds either the item for share (it
    -- is creating a stock level) or the level itself; so lock the item, then its levels in
    -- posting order, and only then sum: what commits later sees the balance row and adds to it.
    -- No stronger lock on the item: a posting that holds levels still takes its key share.
    perform from inventory.items as i where i.item_id = new.item_id for no key update;
    perform from inventory.stock_levels as s
    join inventory.location_tree as t on t.location_id = s.location_id and t.ancestor_id = new.location_id
    where s.item_id = new.item_id
    order by s.item_id, s.location_id, s.lot_id
    for no key update of s;
    perform inventory.settle_threshold(threshold_id => new.threshold_id, resolution => 'threshold changed');
    return null;
end
$$;
alter function inventory.keep_threshold() owner to stockroom_keeper;
comment on function inventory.keep_threshold() is
'Judges a threshold when it is set or changed, and resolves its alert when it is removed. Raises IN016.';
create or replace trigger thresholds_balance after insert or update on inventory.thresholds
for each row execute function inventory.keep_threshold();
create or replace trigger thresholds_alert before delete on inventory.thresholds
for each row execute function inventory.keep_threshold();
