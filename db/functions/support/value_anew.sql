create or replace function inventory.value_anew(item_ids integer[], costs_before numeric[], costs_now numeric[])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
    with changed as materialized (
        select c.item_id, i.category_id, i.unit_id, coalesce(c.cost_now, 0) - coalesce(c.cost_before, 0) as more,
            (c.cost_now is null)::integer - (c.cost_before is null)::integer as unvalued
        from unnest(value_anew.item_ids, value_anew.costs_before, value_anew.costs_now) as c (item_id, cost_before, cost_now)
        join inventory.items as i using (item_id)
    ), more as materialized (
        select u.taken_at, u.location_id, k.category_id, c.unit_id, sum(u.on_hand * c.more) as worth, sum(c.unvalued)::integer as unvalued
        from (
            select s.taken_at, s.location_id, t.summed_to, unnest(s.item_ids) as item_id, unnest(s.on_hand) as on_hand
            from inventory.stock_snapshots as s
            join inventory.snapshots as t on t.taken_at = s.taken_at and t.summed_to is not null
        ) as u
        join changed as c on c.item_id = u.item_id
        cross join lateral (
            -- The category it had when the snapshot was summed.
            select coalesce((
                select r.category_id from inventory.recategorised_items as r
                where r.item_id = c.item_id and r.change_id > u.summed_to order by r.change_id limit 1
            ), c.category_id) as category_id
        ) as k
        where u.on_hand <> 0
        group by u.taken_at, u.location_id, k.category_id, c.unit_id
    ), anew as (
        select s.taken_at, s.location_id, array_agg(u.worth + coalesce(m.worth, 0) order by u.place) as worth,
            array_agg(u.unvalued + coalesce(m.unvalued, 0) order by u.place) as unvalued
        from inventory.stock_sums as s
        join inventory.stock_values as v using (taken_at, location_id)
        cross join lateral unnest(s.category_ids, s.unit_ids, v.worth, v.unvalued) with ordinality as u (category_id, unit_id, worth, unvalued, place)
        left join more as m on m.taken_at = s.taken_at and m.location_id = s.location_id and m.category_id = u.category_id and m.unit_id = u.unit_id
        where (s.taken_at, s.location_id) in (select k.taken_at, k.location_id from more as k)
        group by s.taken_at, s.location_id
    )
    update inventory.stock_values as v set worth = a.worth, unvalued = a.unvalued
    from anew as a where v.taken_at = a.taken_at and v.location_id = a.location_id
$$;
alter function inventory.value_anew(integer[], numeric[], numeric[]) owner to stockroom_keeper;
comment on function inventory.value_anew(integer[], numeric[], numeric[]) is
'Values what all snapshots that are summed have of these items at another cost (null: none). Called by inventory.keep_costs.';
