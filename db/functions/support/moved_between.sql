create or replace function inventory.moved_between(since timestamptz, until timestamptz)
returns table (item_id integer, location_id integer, document_id uuid, quantity numeric, occurred_at timestamptz)
language plpgsql
stable security invoker
rows 100000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a day of the ledger or all of it: a plan for each
as $$
#variable_conflict use_column
declare
    v_filed_to bigint := coalesce((select p.filed_to from inventory.snapshot_progress as p), 0);
    v_end timestamptz := inventory.week_of(least(until, clock_timestamp())) + interval '7 days';
begin
    -- As inventory.stock_at(): what was recorded in its week, what is filed as late, what is not filed yet.
    return query
    select m.item_id, m.location_id, m.document_id, m.quantity, m.occurred_at
    from inventory.movements as m
    where m.posted_at >= since and m.posted_at < v_end and m.occurred_at >= since and m.occurred_at < until
    union all
    select m.item_id, m.location_id, m.document_id, m.quantity, m.occurred_at
    from inventory.late_movements as l
    join inventory.movements as m on m.movement_id = l.movement_id and m.posted_at = l.posted_at
    where l.occurred_at >= since and l.occurred_at < until and l.posted_at >= v_end
    union all
    select m.item_id, m.location_id, m.document_id, m.quantity, m.occurred_at
    from inventory.movements as m
    where m.movement_id > v_filed_to and m.posted_at >= v_end and m.occurred_at >= since and m.occurred_at < until;
end
$$;
alter function inventory.moved_between(timestamptz, timestamptz) owner to stockroom_owner;
grant execute on function inventory.moved_between(timestamptz, timestamptz) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moved_between(timestamptz, timestamptz) is
'The movements the caller sees that happened from since on and before until, as known now.';
