create or replace function inventory.sum_days(taken_at timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_at constant timestamptz := sum_days.taken_at;
    v_zone constant text := (select s.time_zone from inventory.settings as s);
    v_kept inventory.snapshots;
    v_before inventory.day_sums;
    v_from timestamptz;
    v_ends timestamptz[];
begin
    select * into v_kept from inventory.snapshots as s where s.taken_at = v_at;
    select * into v_before from inventory.day_sums as d where d.taken_at < v_at order by d.taken_at desc limit 1;
    v_from := coalesce(v_before.taken_at, '-infinity'); -- the first has all that was before
    v_ends := array(
        select e.at
        from (
            select generate_series(
                date_trunc('day', coalesce(v_before.taken_at, v_at - interval '4 weeks') at time zone v_zone), v_at at time zone v_zone, interval '1 day'
            ) at time zone v_zone as at
        ) as e
        where e.at > v_from and e.at < v_at order by e.at
    ) || v_at;
    insert into inventory.day_sums (
        taken_at, moves_from, known_to, settled_to, recorded_to, location_ids, unit_ids, received, issued, transferred_in, transferred_out,
        adjusted, reversed, moves, levels, day_moves
    )
    with recorded as materialized (
        select width_bucket(m.posted_at, v_ends) as ended, min(m.movement_id) as first_id, max(m.movement_id) as last_id
        from inventory.movements as m
        where m.posted_at >= v_from and m.posted_at < v_at and m.movement_id <= v_kept.known_to
        group by 1
    ), figure as (
        select f.day, array_agg(f.location_id) as location_ids, array_agg(f.unit_id) as unit_ids, array_agg(f.received) as received,
            array_agg(f.issued) as issued, array_agg(f.transferred_in) as transferred_in, array_agg(f.transferred_out) as transferred_out,
            array_agg(f.adjusted) as adjusted, array_agg(f.reversed) as reversed, array_agg(f.moves) as moves, array_agg(f.levels) as levels,
            array_agg(f.day_moves) as day_moves
        from inventory.day_figures(v_before.taken_at, v_at, v_ends) as f
        group by f.day
    )
    select v_ends[f.day], coalesce(v_ends[f.day - 1], v_from), v_kept.known_to,
        least(v_kept.settled_to, (select min(r.first_id) - 1 from recorded as r where r.ended >= f.day)),
        greatest(v_before.recorded_to, (select max(r.last_id) from recorded as r where r.ended < f.day), 0),
        f.location_ids, f.unit_ids, f.received, f.issued, f.transferred_in, f.transferred_out, f.adjusted, f.reversed, f.moves, f.levels, f.day_moves
    from figure as f;
end
$$;
alter function inventory.sum_days(timestamptz) owner to stockroom_keeper;
comment on function inventory.sum_days(timestamptz) is
'Adds up what had moved by the end of each day of the company up to a snapshot, from the day sums before it on. Called by api.take_snapshots, from the first snapshot to the last.';
