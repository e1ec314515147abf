create or replace function inventory.file_late_movements()
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- Order of keys is not order of commits: up to a key the ledger is whole once every transaction
-- has ended that could hold a smaller one. A posting has its transaction's number before it takes
-- a key; so whoever holds a key below the newest one seen here has a smaller number than the one
-- this transaction takes just after it looked.
declare
    c_step constant bigint := 2000000;
    -- Else its number may be smaller than that of who holds a key: then it makes no mark.
    v_is_first constant boolean := pg_current_xact_id_if_assigned() is null;
    v_last bigint;
    v_xid xid8;
    v_progress inventory.snapshot_progress;
    v_newest timestamptz;
    v_to bigint;
    v_filed bigint;
begin
    select max(m.movement_id) into v_last from inventory.movements as m;
    v_xid := pg_current_xact_id();
    if v_last is null then
        return null;
    end if;
    insert into inventory.snapshot_progress (only_row) values (true) on conflict do nothing;
    select p.* into v_progress from inventory.snapshot_progress as p;
    -- A number of the future is from before a restore.
    if v_progress.mark_xid is null or v_progress.mark_xid > v_xid then
        if not v_is_first then
            return null;
        end if;
        v_progress.mark_id := v_last;
        v_progress.mark_xid := v_xid;
    end if;
    if v_is_first and pg_snapshot_xmin(pg_current_snapshot()) >= v_xid then -- nobody else writes: all is whole
        v_progress.mark_id := v_last;
    elsif pg_snapshot_xmin(pg_current_snapshot()) < v_progress.mark_xid then
        update inventory.snapshot_progress as p set mark_id = v_progress.mark_id, mark_xid = v_progress.mark_xid;
        return null;
    end if;
    v_to := least(v_progress.mark_id, v_progress.filed_to + c_step);
    select max(s.taken_at) into v_newest from inventory.snapshots as s;
    insert into inventory.late_movements (movement_id, item_id, location_id, lot_id, quantity, occurred_at, posted_at)
    select m.movement_id, m.item_id, m.location_id, m.lot_id, m.quantity, m.occurred_at, m.posted_at
    from inventory.movements as m
    where m.movement_id > v_progress.filed_to and m.movement_id <= v_to
    and (m.occurred_at < v_newest or m.occurred_at < inventory.week_of(m.posted_at))
    on conflict do nothing;
    get diagnostics v_filed = row_count;
    update inventory.snapshot_progress as p
    set filed_to = v_to,
        -- Behind what was marked, what came meanwhile is marked for the next time.
        mark_id = case when v_to < v_progress.mark_id then v_progress.mark_id when v_is_first and v_last > v_to then v_last end,
        mark_xid = case when v_to < v_progress.mark_id then v_progress.mark_xid when v_is_first and v_last > v_to then v_xid end;
    return case when v_to < v_progress.mark_id then v_filed end;
end
$$;
alter function inventory.file_late_movements() owner to stockroom_keeper;
comment on function inventory.file_late_movements() is
'Files what was recorded late, up to where the ledger is whole, two million movements at a time. Answers how many, or null where nothing more can be filed now. Called by api.take_snapshots, first in its transaction.';
