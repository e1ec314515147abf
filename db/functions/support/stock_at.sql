create or replace function inventory.stock_at(
    instant timestamptz, known_at timestamptz, recorded_to bigint default null, place_ids integer[] default null
)
returns table (item_id integer, location_id integer, lot_id integer, on_hand numeric)
language plpgsql
stable security invoker
rows 100000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a week of the ledger or all of it: a plan for each
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_instant timestamptz := least(instant, known_at); -- what was known then had happened by then
    v_from timestamptz;
    v_known_to bigint;
begin
    if recorded_to is null and coalesce(v_instant >= clock_timestamp(), true) then
        return query select s.item_id, s.location_id, s.lot_id, s.on_hand from inventory.stock_levels as s
        where place_ids is null or s.location_id = any (place_ids);
        return;
    end if;
    select s.taken_at, s.known_to into v_from, v_known_to
    from inventory.snapshots as s where s.taken_at <= v_instant order by s.taken_at desc limit 1;
    v_from := coalesce(v_from, '-infinity');
    return query
    with change as (
        select c.item_id, c.location_id, c.lot_id, sum(c.quantity) as quantity, bool_or(c.taken_away) as taken_away
        from (
            select m.item_id, m.location_id, m.lot_id, m.quantity, false as taken_away
            from inventory.moved_between(v_from, v_instant + interval '1 microsecond', known_at, place_ids, recorded_to) as m
            union all
            select l.item_id, l.location_id, l.lot_id, l.quantity, l.taken_away
            from inventory.moved_late('-infinity', v_from, coalesce(v_known_to, 0), known_at, place_ids, recorded_to) as l
        ) as c
        group by c.item_id, c.location_id, c.lot_id
    ), kept as (
        select u.item_id, s.location_id, u.lot_id, u.on_hand
        from inventory.stock_snapshots as s
        cross join lateral unnest(s.item_ids, s.lot_ids, s.on_hand) as u (item_id, lot_id, on_hand)
        where s.taken_at = v_from and (place_ids is null or s.location_id = any (place_ids))
    )
    select item_id, location_id, lot_id, coalesce(k.on_hand, 0) + coalesce(c.quantity, 0)
    from kept as k
    full join change as c using (item_id, location_id, lot_id)
    -- A level that is there by a later movement only had not moved then.
    where not (coalesce(c.taken_away, false) and coalesce(k.on_hand, 0) + coalesce(c.quantity, 0) = 0)
    or exists (
        select from inventory.movements as m
        where m.item_id = c.item_id and m.location_id = c.location_id and m.lot_id = c.lot_id
        and m.occurred_at <= v_instant and m.posted_at <= coalesce(known_at, 'infinity')
    );
end
$$;
alter function inventory.stock_at(timestamptz, timestamptz, bigint, integer[]) owner to stockroom_owner;
grant execute on function inventory.stock_at(timestamptz, timestamptz, bigint, integer[])
to stockroom_viewer, stockroom_auditor, stockroom_keeper, stockroom_reader;
comment on function inventory.stock_at(timestamptz, timestamptz, bigint, integer[]) is
'On hand by item, location and lot, of all the caller sees (place_ids: at these places), as of an instant and as known at another (null: now): the snapshot before it, and what the ledger has since. recorded_to leaves later movements out, for the making of snapshots.';
