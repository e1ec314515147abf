create or replace function inventory.kept_changes(kept inventory.snapshots, instant timestamptz, known_at timestamptz, place_ids integer[])
returns table (item_id integer, location_id integer, on_hand numeric, levels integer)
language plpgsql
stable
rows 1000 -- beside a million items few
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a day of the ledger or four weeks
set work_mem = '64MB'
set enable_mergejoin = off -- how many levels changed is not guessed well
set enable_sort = off
as $$
#variable_conflict use_column
declare
    v_filed_to constant bigint := coalesce((select p.filed_to from inventory.snapshot_progress as p), 0);
    v_week constant timestamptz := inventory.week_of(least(instant, clock_timestamp())) + interval '7 days';
    v_end timestamptz;
    v_settled_to bigint;
begin
    select d.taken_at, d.settled_to into v_end, v_settled_to from inventory.day_sums as d where d.taken_at >= v_week order by d.taken_at limit 1;
    v_end := coalesce(v_end, 'infinity');
    -- Up to this key all was recorded by the instant, and is in the ledger below.
    v_settled_to := least(coalesce(v_settled_to, 9223372036854775807), (
        select min(m.movement_id) - 1 from inventory.movements as m where m.posted_at > instant and m.posted_at >= kept.taken_at and m.posted_at < v_end
    ));
    return query
    with ledger as materialized (
        -- What was recorded by the instant, or later of before it, until all later of it is filed; and around the instant that is kept.
        select m.item_id, m.location_id, m.lot_id, m.movement_id, m.balance_after - m.quantity as before,
            case when m.occurred_at >= kept.taken_at then case when m.occurred_at <= instant and m.posted_at <= known_at then m.quantity end
                when m.movement_id <= kept.known_to and m.posted_at > known_at then -m.quantity end as change,
            case when m.occurred_at < kept.taken_at and m.movement_id <= kept.known_to then m.quantity end as late
        from inventory.movements as m
        where m.posted_at >= kept.taken_at and m.posted_at < v_end and (m.posted_at <= instant or m.occurred_at <= instant)
        and m.location_id = any (place_ids)
        union all
        select m.item_id, m.location_id, m.lot_id, m.movement_id, m.balance_after - m.quantity, null, m.quantity
        from inventory.movements as m
        where m.movement_id > kept.settled_to and m.movement_id <= kept.recorded_to and m.posted_at < kept.taken_at and m.location_id = any (place_ids)
    ), changed as (
        -- change: since what is kept. late: in what is kept, but recorded after settled_to.
        select c.item_id, c.location_id, c.lot_id, sum(c.change) as change, coalesce(sum(c.late), 0) as late, min(c.movement_id) as first_id
        from (
            select l.item_id, l.location_id, l.lot_id, l.movement_id, l.change, l.late from ledger as l
            union all
            select l.item_id, l.location_id, l.lot_id, null, case
                when l.occurred_at >= kept.taken_at then case when l.posted_at >= v_end and l.posted_at <= known_at then l.quantity end
                when l.movement_id > kept.known_to then case when l.posted_at <= known_at then l.quantity end
                when l.posted_at >= v_end and l.posted_at > known_at then -l.quantity end,
                case when l.occurred_at < kept.taken_at and l.posted_at >= v_end and l.movement_id <= kept.known_to then l.quantity end
            from inventory.late_movements as l where l.movement_id > kept.settled_to and l.occurred_at <= instant and l.location_id = any (place_ids)
            union all
            select m.item_id, m.location_id, m.lot_id, null, m.quantity, null from inventory.movements as m
            where m.movement_id > v_filed_to and m.posted_at <= known_at and m.location_id = any (place_ids)
            and (m.occurred_at < kept.taken_at or (m.occurred_at <= instant and m.posted_at >= v_end))
        ) as c
        group by c.item_id, c.location_id, c.lot_id
        having sum(c.change) <> 0
    ), level as (
        -- A level had what it had before its first movement after settled_to.
        select c.item_id, c.location_id, c.change, c.late + coalesce(
            case when c.first_id <= v_settled_to then l.before end,
            (select m.balance_after - m.quantity from inventory.movements as m where m.item_id = c.item_id and m.location_id = c.location_id
            and m.lot_id = c.lot_id and m.movement_id > kept.settled_to order by m.movement_id limit 1), 0) as before
        from changed as c left join ledger as l on l.movement_id = c.first_id
    )
    select l.item_id, l.location_id, l.change, (l.before + l.change <> 0)::integer - (l.before <> 0)::integer from level as l;
end
$$;
alter function inventory.kept_changes(inventory.snapshots, timestamptz, timestamptz, integer[]) owner to stockroom_reader;
comment on function inventory.kept_changes(inventory.snapshots, timestamptz, timestamptz, integer[]) is
'Levels at these places that changed from what is kept to an instant, as known at another (infinity: now): by how much, and by how many that are not zero. What is kept is a snapshot, or the sums of a day as one. Called by functions past row policies.';
