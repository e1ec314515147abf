create or replace function inventory.stock_of_items(instant timestamptz, place_ids integer[], item_ids integer[], unit_ids integer[])
returns table (unit_id integer, on_hand numeric)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_places constant integer[] := inventory.own_places(place_ids);
    v_kept inventory.snapshots;
begin
    select * into v_kept from inventory.snapshots as s where s.taken_at <= instant order by s.taken_at desc limit 1;
    v_kept.taken_at := coalesce(v_kept.taken_at, '-infinity');
    return query
    select i.unit_id, sum(u.on_hand)
    from (
        select k.item_id, k.on_hand
        from inventory.stock_snapshots as s cross join lateral unnest(s.item_ids, s.on_hand) as k (item_id, on_hand)
        where s.taken_at = v_kept.taken_at and s.location_id = any (v_places)
        union all
        select m.item_id, m.quantity from inventory.moved_between(v_kept.taken_at, instant + interval '1 microsecond', null, v_places) as m
        union all
        select l.item_id, l.quantity from inventory.moved_late('-infinity', v_kept.taken_at, coalesce(v_kept.known_to, 0), null, v_places) as l
    ) as u
    join unnest(item_ids, unit_ids) as i (item_id, unit_id) on i.item_id = u.item_id
    group by i.unit_id;
end
$$;
alter function inventory.stock_of_items(timestamptz, integer[], integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.stock_of_items(timestamptz, integer[], integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.stock_of_items(timestamptz, integer[], integer[], integer[]) is
'On hand of some items together, by unit, as of a past instant, at those of the caller''s places (null: all).';
