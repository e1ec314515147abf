create or replace function inventory.prove_thresholds()
returns table (rule text, detail jsonb)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with actual as (
        select t.threshold_id, coalesce(sum(case t.measure when 'on_hand' then s.on_hand else s.on_hand - s.reserved end), 0) as balance
        from inventory.thresholds as t
        left join inventory.location_tree as lt on lt.ancestor_id = t.location_id
        left join inventory.stock_levels as s on s.location_id = lt.location_id and s.item_id = t.item_id
        group by t.threshold_id
    )
    select 'a threshold judges the sum over its places', jsonb_build_object('threshold_id', t.threshold_id, 'balance', b.balance, 'expected', a.balance)
    from inventory.thresholds as t
    join actual as a using (threshold_id)
    left join inventory.threshold_balances as b using (threshold_id)
    where b.balance is distinct from a.balance
    or (b.minimum, b.maximum, b.margin, b.measure, b.item_id, b.location_id)
        is distinct from (t.minimum, t.maximum, t.margin, t.measure, t.item_id, t.location_id)
    or b.status <> inventory.judge(b.status, b.balance, b.minimum, b.maximum, b.margin)
    union all
    select 'an alert is open exactly while a threshold is crossed', jsonb_build_object('threshold_id', b.threshold_id, 'status', b.status, 'alert', a.alert_id)
    from inventory.threshold_balances as b
    left join inventory.alerts as a on a.threshold_id = b.threshold_id and a.resolved_at is null
    where (b.status = 'ok') <> (a.alert_id is null) or a.kind <> b.status
$$;
alter function inventory.prove_thresholds() owner to stockroom_reader;
comment on function inventory.prove_thresholds() is 'Where thresholds, their balances and alerts differ from the stock. Part of api.prove().';
