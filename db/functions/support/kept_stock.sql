create or replace function inventory.kept_stock(instant timestamptz, known_at timestamptz, place_ids integer[], category_ids integer[])
returns table (location_id integer, category_id integer, unit_id integer, on_hand numeric, levels bigint)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a day of the ledger or four weeks
set work_mem = '64MB'
set enable_mergejoin = off -- how many levels changed is not guessed well
set enable_sort = off
as $$
#variable_conflict use_column
-- As inventory.stock_at(), of which it is the sum: a snapshot's sums and what changed since. Past row
-- policies, which it asks once for the places and not for each movement.
declare
    v_instant constant timestamptz := coalesce(least(instant, known_at), 'infinity');
    v_known constant timestamptz := coalesce(known_at, 'infinity');
    v_all constant boolean := auth.in_group('auditor');
    v_bits constant varbit := auth.readable_bits();
    v_places constant integer[] := array(
        select l.location_id from inventory.locations as l
        where (v_all or get_bit(v_bits, l.location_id) = 1) and (place_ids is null or l.location_id = any (place_ids)));
    v_filed_to constant bigint := coalesce((select p.filed_to from inventory.snapshot_progress as p), 0);
    v_kept inventory.snapshots;
    v_next inventory.snapshots;
begin
    if v_all or auth.in_group('viewer') then -- nothing is kept for others
        select * into v_kept from inventory.snapshots as s where s.taken_at = inventory.kept_from(v_instant);
    end if;
    select * into v_next from inventory.snapshots as s where s.taken_at > v_kept.taken_at order by s.taken_at limit 1;
    if v_next.taken_at is null then
        v_next.taken_at := 'infinity';
        v_next.settled_to := 9223372036854775807;
    end if;
    return query
    with ledger as materialized (
        -- Until the next snapshot, and what was recorded around the instant of this one.
        select m.item_id, m.location_id, m.lot_id, m.movement_id, m.balance_after - m.quantity as before, m.quantity,
            m.occurred_at >= v_kept.taken_at and m.occurred_at <= v_instant and m.posted_at <= v_known as is_change, false as is_kept
        from inventory.movements as m
        where m.posted_at >= v_kept.taken_at and m.posted_at < v_next.taken_at and m.location_id = any (v_places)
        union all
        select m.item_id, m.location_id, m.lot_id, m.movement_id, m.balance_after - m.quantity, m.quantity, false, true
        from inventory.movements as m
        where m.movement_id > v_kept.settled_to and m.movement_id <= v_kept.recorded_to and m.posted_at < v_kept.taken_at and m.location_id = any (v_places)
    ), changed as (
        -- change: since the snapshot. late: in the snapshot, but recorded after settled_to.
        select c.item_id, c.location_id, c.lot_id, sum(c.change) as change, coalesce(sum(c.late), 0) as late, min(c.movement_id) as first_id
        from (
            select l.item_id, l.location_id, l.lot_id, l.movement_id, case when l.is_change then l.quantity end as change,
                case when l.is_kept then l.quantity end as late from ledger as l
            union all
            select l.item_id, l.location_id, l.lot_id, null, case
                when l.occurred_at >= v_kept.taken_at then case when l.posted_at >= v_next.taken_at and l.posted_at <= v_known then l.quantity end
                when l.movement_id > v_kept.known_to then case when l.posted_at <= v_known then l.quantity end
                when l.posted_at > v_known then -l.quantity end,
                case when l.occurred_at < v_kept.taken_at and l.posted_at >= v_kept.taken_at and l.movement_id <= v_kept.known_to then l.quantity end
            from inventory.late_movements as l where l.movement_id > v_kept.settled_to and l.occurred_at <= v_instant and l.location_id = any (v_places)
            union all
            select m.item_id, m.location_id, m.lot_id, null, m.quantity, null from inventory.movements as m
            where m.movement_id > v_filed_to and m.posted_at <= v_known and m.location_id = any (v_places)
            and (m.occurred_at < v_kept.taken_at or (m.occurred_at <= v_instant and m.posted_at >= v_next.taken_at))
        ) as c
        group by c.item_id, c.location_id, c.lot_id
        having sum(c.change) <> 0
    ), level as (
        -- A level had what it had before its first movement after settled_to.
        select c.item_id, c.location_id, c.change, c.late + coalesce(
            case when c.first_id <= v_next.settled_to then l.before end,
            (select m.balance_after - m.quantity from inventory.movements as m where m.item_id = c.item_id and m.location_id = c.location_id
            and m.lot_id = c.lot_id and m.movement_id > v_kept.settled_to order by m.movement_id limit 1), 0) as before
        from changed as c left join ledger as l on l.movement_id = c.first_id
    )
    select u.location_id, u.category_id, u.unit_id, sum(u.on_hand), sum(u.levels)::bigint from (
        select s.location_id, unnest(s.category_ids) as category_id, unnest(s.unit_ids) as unit_id, unnest(s.on_hand) as on_hand, unnest(s.levels) as levels
        from inventory.stock_sums as s where s.taken_at = v_kept.taken_at and s.location_id = any (v_places)
        union all
        select l.location_id, i.category_id, i.unit_id, l.change, (l.before + l.change <> 0)::integer - (l.before <> 0)::integer
        from level as l -- items each by its key: a hash of a million costs more than some ten thousand looks
        cross join lateral (select k.category_id, k.unit_id from inventory.items as k where k.item_id = l.item_id offset 0) as i
        union all
        select * from inventory.recategorised_stock(v_kept.taken_at, v_kept.known_to, v_kept.summed_to, v_places)
    ) as u
    where category_ids is null or u.category_id = any (category_ids) group by u.location_id, u.category_id, u.unit_id
    having sum(u.levels) <> 0;
end
$$;
alter function inventory.kept_stock(timestamptz, timestamptz, integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.kept_stock(timestamptz, timestamptz, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.kept_stock(timestamptz, timestamptz, integer[], integer[]) is
'What inventory.stock_at() comes to by place, category and unit, at those of the caller''s places and those categories (null: all), where inventory.kept_from() has a snapshot; levels that are zero are left out.';
