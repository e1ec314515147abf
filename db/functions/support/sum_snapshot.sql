create or replace function inventory.sum_snapshot(taken_at timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
set enable_nestloop = off -- of a company whose snapshots were just made no figures are kept yet
as $$
#variable_conflict use_column
declare
    v_at constant timestamptz := sum_snapshot.taken_at;
    v_known_to bigint;
    v_before bigint;
    v_first bigint;
begin
    -- Who changes a category waits until this is done, and comes after summed_to. Where they do it all
    -- the time, it is summed at a later step: api.take_snapshots finds what is not.
    if not inventory.locked_alone('stockroom item categories', 15) then
        return;
    end if;
    select s.known_to into v_known_to from inventory.snapshots as s where s.taken_at = v_at;
    select s.settled_to into v_before from inventory.snapshots as s
    where s.taken_at < v_at and s.settled_to is not null order by s.taken_at desc limit 1;
    -- In the order of keys from the last one's on: the first of the week comes soon.
    select m.movement_id into v_first from inventory.movements as m
    where m.movement_id > coalesce(v_before, 0) and m.movement_id <= v_known_to and m.posted_at >= v_at
    order by m.movement_id limit 1;
    update inventory.snapshots as s
    set settled_to = coalesce(v_first - 1, v_known_to),
        recorded_to = coalesce((
            select m.movement_id from inventory.movements as m
            where m.movement_id <= v_known_to and m.posted_at < v_at order by m.movement_id desc limit 1
        ), 0),
        summed_to = coalesce((select max(c.change_id) from inventory.recategorised_items as c), 0)
    where s.taken_at = v_at;
    delete from inventory.stock_sums as u where u.taken_at = v_at;
    with sums as materialized (
        select q.location_id, array_agg(q.category_id) as category_ids, array_agg(q.unit_id) as unit_ids, array_agg(q.on_hand) as on_hand,
            array_agg(q.levels) as levels, array_agg(q.worth) as worth, array_agg(q.unvalued) as unvalued
        from inventory.snapshot_sums(v_at) as q
        group by q.location_id
    ), kept as (
        insert into inventory.stock_sums (taken_at, location_id, category_ids, unit_ids, on_hand, levels)
        select v_at, s.location_id, s.category_ids, s.unit_ids, s.on_hand, s.levels from sums as s
    )
    insert into inventory.stock_values (taken_at, location_id, worth, unvalued)
    select v_at, s.location_id, s.worth, s.unvalued from sums as s;
    perform inventory.sum_moves(v_at);
end
$$;
alter function inventory.sum_snapshot(timestamptz) owner to stockroom_keeper;
comment on function inventory.sum_snapshot(timestamptz) is
'Adds up a snapshot and what it is worth, and what moved in the weeks before it, by place, category and unit, by the categories that items have now; not while many items go to other categories. Called by inventory.take_snapshot and api.take_snapshots.';
