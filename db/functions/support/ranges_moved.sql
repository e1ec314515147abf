create or replace function inventory.ranges_moved(before jsonb, now jsonb)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    with changed as (
        select b.key::integer as threshold_id, b.value ->> 1 as was, n.value ->> 1 as status, b.value ->> 0 as from_balance, n.value ->> 0 as balance
        from jsonb_each(ranges_moved.before) as b
        join jsonb_each(ranges_moved.now) as n using (key)
        where b.value is distinct from n.value
    )
    select jsonb_build_object(
        'ranges_changed', count(*), 'alerts_opened', count(*) filter (where c.was = 'ok' and c.status <> 'ok'),
        'alerts_resolved', count(*) filter (where c.was <> 'ok' and c.status = 'ok'),
        'ranges', coalesce((
            select jsonb_agg(jsonb_build_object(
                'sku', i.sku, 'name', i.name, 'location', l.code, 'location_name', l.name, 'unit', u.code, 'decimals', u.decimals,
                'before', f.from_balance::numeric, 'after', f.balance::numeric, 'was', f.was, 'status', f.status
            ) order by f.status = f.was, l.code, i.sku)
            from (select k.* from changed as k order by k.status = k.was, k.threshold_id limit 100) as f
            join inventory.thresholds as t using (threshold_id)
            join inventory.items as i on i.item_id = t.item_id
            join inventory.units as u using (unit_id)
            join inventory.locations as l on l.location_id = t.location_id
        ), '[]')
    )
    from changed as c
$$;
alter function inventory.ranges_moved(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.ranges_moved(jsonb, jsonb) to stockroom_viewer;
comment on function inventory.ranges_moved(jsonb, jsonb) is
'What a move of a place changed: how many sums, how many alerts open and resolve, and the first hundred ranges, those that cross first.';
