create or replace function inventory.preview_alerts(item_id integer[], location_id integer[], quantity numeric[])
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- The sums of inventory.judge_stock_change without its locks, judged by the same inventory.judge;
    -- of ranges at places the person sees, since others' would tell of stock there.
    with delta as (
        select b.threshold_id, sum(c.quantity) as quantity
        from unnest(preview_alerts.item_id, preview_alerts.location_id, preview_alerts.quantity) as c (item_id, location_id, quantity)
        join inventory.location_tree as t using (location_id)
        join inventory.threshold_balances as b on b.item_id = c.item_id and b.location_id = t.ancestor_id
        where get_bit((select auth.readable_bits()), b.location_id) = 1
        group by b.threshold_id
    ), judged as (
        select b.*, b.balance + d.quantity as balance_after,
            inventory.judge(b.status, b.balance + d.quantity, b.minimum, b.maximum, b.margin) as status_after
        from delta as d
        join inventory.threshold_balances as b using (threshold_id)
    ), crossing as (
        select j.*, t.severity, case
            when j.status_after = 'ok' then 'resolves'
            when j.status in ('low', 'out') and j.status_after in ('low', 'out') then 'turns'
            else 'opens'
        end as change
        from judged as j
        join inventory.thresholds as t using (threshold_id)
        where j.status_after <> j.status
    ), shown as (
        select c.* from crossing as c
        order by c.change <> 'opens', array_position(array['critical', 'warning', 'info'], c.severity), c.threshold_id
        limit 50
    )
    select jsonb_build_object('alert_count', (select count(*) from crossing), 'alerts', coalesce(jsonb_agg(jsonb_build_object(
        'change', s.change, 'item', i.sku, 'name', i.name, 'location', l.code, 'location_name', l.name, 'was', s.status,
        'status', s.status_after, 'severity', s.severity, 'before', s.balance, 'after', s.balance_after,
        'minimum', s.minimum, 'maximum', s.maximum, 'unit', u.code, 'decimals', u.decimals,
        'told', case when s.change = 'opens' then (
            select count(distinct p.person) from inventory.alert_listeners(i.category_id, s.location_id, s.severity) as p
        ) else 0 end
    ) order by s.change <> 'opens', array_position(array['critical', 'warning', 'info'], s.severity), s.threshold_id), '[]'))
    from shown as s
    join inventory.items as i using (item_id)
    join inventory.units as u using (unit_id)
    join inventory.locations as l using (location_id)
$$;
alter function inventory.preview_alerts(integer[], integer[], numeric[]) owner to stockroom_keeper;
grant execute on function inventory.preview_alerts(integer[], integer[], numeric[]) to stockroom_writer;
comment on function inventory.preview_alerts(integer[], integer[], numeric[]) is
'Which alerts these movements would open, turn or resolve at places the signed-in person sees, at most 50 of them, and how many people would be told of each.';
