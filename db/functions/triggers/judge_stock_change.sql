create or replace function inventory.judge_stock_change()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
-- Each threshold over the item at the place or above it gets the change added to its own
-- balance, under its lock and in the order of their keys: two postings at once neither
-- lose an alert nor deadlock. The keeper sees all rows, so the poster's rights do not
-- change a region's sum.
declare
    v_crossing record;
begin
    if not exists (
        select from new_level as n where exists (select from inventory.threshold_balances as b where b.item_id = n.item_id)
    ) then
        return null;
    end if;
    for v_crossing in
        with change as (
            -- Summed, not joined: nobody knows how many rows the two tables have.
            select v.item_id, v.location_id, sum(v.on_hand) as on_hand, sum(v.on_hand - v.reserved) as available
            from (
                select n.item_id, n.location_id, n.on_hand, n.reserved from new_level as n
                union all
                select o.item_id, o.location_id, -o.on_hand, -o.reserved from old_level as o
            ) as v
            group by v.item_id, v.location_id
        ), delta as (
            select b.threshold_id, sum(c.on_hand) as on_hand, sum(c.available) as available
            from change as c
            join inventory.location_tree as t using (location_id)
            join inventory.threshold_balances as b on b.item_id = c.item_id and b.location_id = t.ancestor_id
            group by b.threshold_id
        ), locked as materialized (
            select b.threshold_id, b.minimum, b.maximum, b.margin, b.status as was,
                b.balance + case b.measure when 'on_hand' then d.on_hand else d.available end as balance
            from delta as d
            join inventory.threshold_balances as b using (threshold_id)
            order by b.threshold_id
            for no key update of b
        ), judged as (
            update inventory.threshold_balances as b
            set balance = k.balance, status = inventory.judge(k.was, k.balance, k.minimum, k.maximum, k.margin)
            from locked as k
            where b.threshold_id = k.threshold_id
            returning b.threshold_id, b.balance, b.status, k.was
        )
        select j.* from judged as j where j.status <> j.was order by j.threshold_id
    loop
        perform inventory.cross_threshold(
            threshold_id => v_crossing.threshold_id, balance => v_crossing.balance, was => v_crossing.was,
            status => v_crossing.status, resolution => 'back in range'
        );
    end loop;
    return null;
end
$$;
alter function inventory.judge_stock_change() owner to stockroom_keeper;
comment on function inventory.judge_stock_change() is
'Adds a change of stock to the thresholds it counts towards; a crossing opens or resolves one alert in the same transaction. Enqueues send_mail.';
create or replace trigger stock_levels_thresholds after update on inventory.stock_levels
referencing old table as old_level new table as new_level
for each statement execute function inventory.judge_stock_change();
