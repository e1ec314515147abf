create or replace function inventory.settle_threshold(threshold_id integer, resolution text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- The caller holds whatever a posting that runs meanwhile would change: the item and its
-- levels (inventory.keep_threshold), or all postings (inventory.keep_location_tree).
declare
    v_threshold inventory.thresholds;
    v_was text;
    v_balance numeric;
    v_status text;
begin
    select t.* into v_threshold from inventory.thresholds as t where t.threshold_id = settle_threshold.threshold_id;
    select coalesce(sum(case v_threshold.measure when 'on_hand' then s.on_hand else s.on_hand - s.reserved end), 0)
    into v_balance
    from inventory.stock_levels as s
    join inventory.location_tree as t on t.location_id = s.location_id and t.ancestor_id = v_threshold.location_id
    where s.item_id = v_threshold.item_id;

    select b.status into v_was from inventory.threshold_balances as b
    where b.threshold_id = settle_threshold.threshold_id for no key update;
    v_was := coalesce(v_was, 'ok');
    v_status := inventory.judge(v_was, v_balance, v_threshold.minimum, v_threshold.maximum, v_threshold.margin);

    insert into inventory.threshold_balances as b (
        threshold_id, item_id, location_id, minimum, maximum, margin, measure, balance, status
    )
    values (
        v_threshold.threshold_id, v_threshold.item_id, v_threshold.location_id, v_threshold.minimum,
        v_threshold.maximum, v_threshold.margin, v_threshold.measure, v_balance, v_status
    )
    on conflict on constraint threshold_balances_pkey do update
    set minimum = excluded.minimum, maximum = excluded.maximum, margin = excluded.margin,
        measure = excluded.measure, balance = excluded.balance, status = excluded.status;
    if v_status <> v_was then
        perform inventory.cross_threshold(
            threshold_id => v_threshold.threshold_id, balance => v_balance, was => v_was, status => v_status,
            resolution => settle_threshold.resolution
        );
    end if;
end
$$;
alter function inventory.settle_threshold(integer, text) owner to stockroom_keeper;
comment on function inventory.settle_threshold(integer, text) is
'Sums and judges one threshold afresh: when it is set, changed, or its part of the tree is moved.';
