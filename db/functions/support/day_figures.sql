create or replace function inventory.day_figures(before timestamptz, taken_at timestamptz, ends timestamptz[])
returns table (
    day integer, location_id integer, unit_id integer, received numeric, issued numeric, transferred_in numeric, transferred_out numeric,
    adjusted numeric, reversed numeric, moves bigint, levels integer, day_moves integer
)
language sql
stable
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
set enable_nestloop = off -- of a company whose snapshots were just made no figures are kept yet
as $$
    with kept as (
        select s.known_to, d.known_to as known_before from inventory.snapshots as s
        left join inventory.day_sums as d on d.taken_at = day_figures.before
        where s.taken_at = day_figures.taken_at
    ), moved as (
        -- By level and day, from 1; of the day 0 what came late to the row before.
        select m.location_id, m.item_id, m.lot_id, case when m.occurred_at < day_figures.before then 0 else width_bucket(m.occurred_at, ends) + 1 end as day,
            coalesce(sum(m.quantity) filter (where m.kind = 'receipt'), 0) as received,
            coalesce(sum(m.quantity) filter (where m.kind = 'issue'), 0) as issued,
            coalesce(sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity > 0), 0) as transferred_in,
            coalesce(sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity < 0), 0) as transferred_out,
            coalesce(sum(m.quantity) filter (where m.kind in ('adjustment', 'stocktake')), 0) as adjusted,
            coalesce(sum(m.quantity) filter (where m.kind = 'reversal'), 0) as reversed,
            count(*) as moves, sum(m.quantity) as quantity
        from kept as k
        cross join lateral inventory.moved_after(
            coalesce(day_figures.before, '-infinity'), coalesce(k.known_before, 0), day_figures.taken_at, recorded_to => k.known_to) as m
        group by 1, 2, 3, 4
    ), stock as materialized (
        -- All places at once: each by itself would be held against all that moved.
        select s.location_id, u.item_id, u.lot_id, u.on_hand
        from inventory.stock_snapshots as s cross join lateral unnest(s.item_ids, s.lot_ids, s.on_hand) as u (item_id, lot_id, on_hand)
        where s.taken_at = day_figures.taken_at
    ), level as (
        -- From what there was at the end back: what there was after the day.
        select m.*, s.on_hand - coalesce(sum(m.quantity) over later, 0) as on_hand
        from moved as m join stock as s using (location_id, item_id, lot_id)
        window later as (partition by m.location_id, m.item_id, m.lot_id order by m.day desc rows between unbounded preceding and 1 preceding)
    ), figure as (
        select l.location_id, i.unit_id, l.day, sum(l.received) as received, sum(l.issued) as issued, sum(l.transferred_in) as transferred_in,
            sum(l.transferred_out) as transferred_out, sum(l.adjusted) as adjusted, sum(l.reversed) as reversed, sum(l.moves)::bigint as moves,
            sum(case when l.day > 0 then (l.on_hand <> 0)::integer - (l.on_hand <> l.quantity)::integer else 0 end) as levels
        from level as l join inventory.items as i using (item_id)
        group by l.location_id, i.unit_id, l.day
    ), entry as (
        select f.* from figure as f
        union all
        select u.location_id, u.unit_id, 0, u.received, u.issued, u.transferred_in, u.transferred_out, u.adjusted, u.reversed, u.moves, 0
        from inventory.day_sums as d
        cross join lateral unnest(
            d.location_ids, d.unit_ids, d.received, d.issued, d.transferred_in, d.transferred_out, d.adjusted, d.reversed, d.moves
        ) as u (location_id, unit_id, received, issued, transferred_in, transferred_out, adjusted, reversed, moves)
        where d.taken_at = day_figures.before
        union all
        select f.location_id, f.unit_id, 0, 0, 0, 0, 0, 0, 0, 0, -f.levels from figure as f
        union all
        select s.location_id, u.unit_id, 0, 0, 0, 0, 0, 0, 0, 0, u.levels
        from inventory.stock_sums as s cross join lateral unnest(s.unit_ids, s.levels) as u (unit_id, levels)
        where s.taken_at = day_figures.taken_at
    )
    select n.day, e.location_id, e.unit_id, trim_scale(sum(e.received)), trim_scale(sum(e.issued)), trim_scale(sum(e.transferred_in)),
        trim_scale(sum(e.transferred_out)), trim_scale(sum(e.adjusted)), trim_scale(sum(e.reversed)), sum(e.moves)::bigint, sum(e.levels)::integer,
        coalesce(sum(e.moves) filter (where e.day = n.day), 0)::integer
    from generate_series(1, cardinality(ends)) as n (day)
    join (
        select e.location_id, e.unit_id, e.day, sum(e.received) as received, sum(e.issued) as issued, sum(e.transferred_in) as transferred_in,
            sum(e.transferred_out) as transferred_out, sum(e.adjusted) as adjusted, sum(e.reversed) as reversed, sum(e.moves) as moves,
            sum(e.levels) as levels
        from entry as e group by e.location_id, e.unit_id, e.day
    ) as e on e.day <= n.day
    group by n.day, e.location_id, e.unit_id
$$;
alter function inventory.day_figures(timestamptz, timestamptz, timestamptz[]) owner to stockroom_keeper;
comment on function inventory.day_figures(timestamptz, timestamptz, timestamptz[]) is
'The rows of inventory.day_sums for these ends of days, the last of which is a snapshot''s, from the row before them (null: from the beginning). Called by inventory.sum_days only.';
