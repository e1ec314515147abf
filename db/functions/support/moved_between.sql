create or replace function inventory.moved_between(
    since timestamptz, until timestamptz, known_at timestamptz default null, place_ids integer[] default null, recorded_to bigint default null
)
returns table (movement_id bigint, item_id integer, location_id integer, lot_id integer, document_id uuid, quantity numeric, occurred_at timestamptz)
language plpgsql
stable security invoker
rows 1000 -- beside a million levels few, so that these are held and those go by
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a day of the ledger or all of it: a plan for each
as $$
#variable_conflict use_column
declare
    v_filed_to constant bigint := coalesce((select p.filed_to from inventory.snapshot_progress as p), 0);
    v_end constant timestamptz := inventory.week_of(least(until, clock_timestamp()) - interval '1 microsecond') + interval '7 days';
    v_known constant timestamptz := coalesce(known_at, 'infinity');
    v_to constant bigint := coalesce(recorded_to, 9223372036854775807);
begin
    -- What happened in a week and was recorded in it lies together in the ledger; what was recorded
    -- later is filed in late_movements, but for the newest, which are looked for in the ledger.
    return query
    select m.movement_id, m.item_id, m.location_id, m.lot_id, m.document_id, m.quantity, m.occurred_at
    from inventory.movements as m
    where m.posted_at >= since and m.posted_at < v_end and m.posted_at <= v_known
    and m.occurred_at >= since and m.occurred_at < until and m.movement_id <= v_to
    and (place_ids is null or m.location_id = any (place_ids))
    union all
    select m.movement_id, m.item_id, m.location_id, m.lot_id, m.document_id, m.quantity, m.occurred_at
    from inventory.late_movements as l
    cross join lateral (
        select k.* from inventory.movements as k where k.movement_id = l.movement_id and k.posted_at = l.posted_at offset 0
    ) as m
    where l.occurred_at >= since and l.occurred_at < until and l.posted_at >= v_end and l.posted_at <= v_known and l.movement_id <= v_to
    and (place_ids is null or l.location_id = any (place_ids))
    union all
    select m.movement_id, m.item_id, m.location_id, m.lot_id, m.document_id, m.quantity, m.occurred_at
    from inventory.movements as m
    where m.movement_id > v_filed_to and m.movement_id <= v_to and m.posted_at >= v_end and m.posted_at <= v_known
    and m.occurred_at >= since and m.occurred_at < until and (place_ids is null or m.location_id = any (place_ids));
end
$$;
alter function inventory.moved_between(timestamptz, timestamptz, timestamptz, integer[], bigint) owner to stockroom_owner;
grant execute on function inventory.moved_between(timestamptz, timestamptz, timestamptz, integer[], bigint)
to stockroom_viewer, stockroom_auditor, stockroom_keeper, stockroom_reader;
comment on function inventory.moved_between(timestamptz, timestamptz, timestamptz, integer[], bigint) is
'The movements the caller sees that happened from since on and before until, as known at an instant (null: now), at some places (null: all). recorded_to leaves later movements out, for the making of snapshots.';
