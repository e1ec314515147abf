create or replace function inventory.moved_late(
    since timestamptz, until timestamptz, known_to bigint, known_at timestamptz default null, place_ids integer[] default null,
    recorded_to bigint default null
)
returns table (
    movement_id bigint, item_id integer, location_id integer, lot_id integer, quantity numeric, occurred_at timestamptz,
    posted_at timestamptz, taken_away boolean
)
language plpgsql
stable security invoker
rows 1000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    v_filed_to constant bigint := coalesce((select p.filed_to from inventory.snapshot_progress as p), 0);
    v_known constant timestamptz := coalesce(known_at, 'infinity');
    v_to constant bigint := coalesce(recorded_to, 9223372036854775807);
begin
    return query
    select l.movement_id, l.item_id, l.location_id, l.lot_id, l.quantity, l.occurred_at, l.posted_at, false
    from inventory.late_movements as l
    where l.occurred_at >= since and l.occurred_at < until and l.movement_id > known_to and l.movement_id <= v_to and l.posted_at <= v_known
    and (place_ids is null or l.location_id = any (place_ids))
    union all
    select l.movement_id, l.item_id, l.location_id, l.lot_id, -l.quantity, l.occurred_at, l.posted_at, true
    from inventory.late_movements as l
    where known_at is not null and l.occurred_at >= since and l.occurred_at < until and l.movement_id <= known_to and l.posted_at > v_known
    and (place_ids is null or l.location_id = any (place_ids))
    union all
    select m.movement_id, m.item_id, m.location_id, m.lot_id, m.quantity, m.occurred_at, m.posted_at, false
    from inventory.movements as m
    where m.movement_id > v_filed_to and m.movement_id <= v_to and m.posted_at <= v_known
    and m.occurred_at >= since and m.occurred_at < until and (place_ids is null or m.location_id = any (place_ids));
end
$$;
alter function inventory.moved_late(timestamptz, timestamptz, bigint, timestamptz, integer[], bigint) owner to stockroom_owner;
grant execute on function inventory.moved_late(timestamptz, timestamptz, bigint, timestamptz, integer[], bigint)
to stockroom_viewer, stockroom_auditor, stockroom_keeper, stockroom_reader;
comment on function inventory.moved_late(timestamptz, timestamptz, bigint, timestamptz, integer[], bigint) is
'What a sum of since to until that was kept when known_to was the newest movement lacks, of what the caller sees: recorded since; and taken away again, what was not known at known_at (null: now).';
