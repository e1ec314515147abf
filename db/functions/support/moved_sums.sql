create or replace function inventory.moved_sums(since timestamptz, until timestamptz, grouped_by text, place_ids integer[], category_ids integer[])
returns table (
    own_id integer, unit_id integer, opening numeric, received numeric, issued numeric, transferred_in numeric, transferred_out numeric,
    adjusted numeric, reversed numeric, moves bigint
)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a day of the ledger or all of it: a plan for each
set work_mem = '64MB'
set enable_sort = off -- how many items moved is not guessed well
as $$
#variable_conflict use_column
-- As inventory.report_moves(), of which it is the sum: past row policies, which it asks once for the
-- places and not for each movement.
declare
    v_all constant boolean := auth.in_group('auditor');
    v_bits constant varbit := auth.readable_bits();
    v_places constant integer[] := array(
        select l.location_id from inventory.locations as l
        where (v_all or get_bit(v_bits, l.location_id) = 1) and (place_ids is null or l.location_id = any (place_ids)));
    v_filed_to constant bigint := coalesce((select p.filed_to from inventory.snapshot_progress as p), 0);
    v_end constant timestamptz := inventory.week_of(least(until, clock_timestamp())) + interval '7 days';
begin
    if not (v_all or auth.in_group('viewer')) then
        return;
    end if;
    return query
    with moved as (
        select m.item_id, m.location_id,
            sum(m.quantity) filter (where m.kind = 'receipt') as received,
            sum(m.quantity) filter (where m.kind = 'issue') as issued,
            sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity > 0) as transferred_in,
            sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity < 0) as transferred_out,
            sum(m.quantity) filter (where m.kind in ('adjustment', 'stocktake')) as adjusted,
            sum(m.quantity) filter (where m.kind = 'reversal') as reversed,
            count(*) as moves
        from (
            select k.item_id, k.location_id, k.quantity, d.kind
            from inventory.movements as k join inventory.documents as d on d.document_id = k.document_id
            where k.posted_at >= since and k.posted_at < v_end and k.occurred_at >= since and k.occurred_at < until and k.location_id = any (v_places)
            and d.posted_at >= since and d.posted_at < v_end -- as its movements
            union all
            select k.item_id, k.location_id, k.quantity, d.kind
            from inventory.late_movements as l join inventory.movements as k on k.movement_id = l.movement_id and k.posted_at = l.posted_at
            join inventory.documents as d on d.document_id = k.document_id
            where l.occurred_at >= since and l.occurred_at < until and l.posted_at >= v_end and l.location_id = any (v_places)
            union all
            select k.item_id, k.location_id, k.quantity, d.kind
            from inventory.movements as k join inventory.documents as d on d.document_id = k.document_id
            where k.movement_id > v_filed_to and k.posted_at >= v_end and k.occurred_at >= since and k.occurred_at < until and k.location_id = any (v_places)
        ) as m
        group by m.item_id, m.location_id
    )
    select u.own_id, u.unit_id, sum(u.opening), coalesce(sum(u.received), 0), coalesce(sum(u.issued), 0), coalesce(sum(u.transferred_in), 0),
        coalesce(sum(u.transferred_out), 0), coalesce(sum(u.adjusted), 0), coalesce(sum(u.reversed), 0), sum(u.moves)::bigint
    from (
        select case grouped_by when 'location' then s.location_id else s.category_id end as own_id, s.unit_id, s.on_hand as opening,
            null::numeric as received, null::numeric as issued, null::numeric as transferred_in, null::numeric as transferred_out,
            null::numeric as adjusted, null::numeric as reversed, 0 as moves
        from inventory.kept_stock(since - interval '1 microsecond', null, place_ids, category_ids) as s
        union all
        select case grouped_by when 'location' then m.location_id else i.category_id end, i.unit_id, 0,
            m.received, m.issued, m.transferred_in, m.transferred_out, m.adjusted, m.reversed, m.moves
        from moved as m -- items each by its key: a hash of a million costs more than some ten thousand looks
        cross join lateral (select k.category_id, k.unit_id from inventory.items as k where k.item_id = m.item_id offset 0) as i
        where category_ids is null or i.category_id = any (category_ids)
    ) as u
    group by u.own_id, u.unit_id;
end
$$;
alter function inventory.moved_sums(timestamptz, timestamptz, text, integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.moved_sums(timestamptz, timestamptz, text, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moved_sums(timestamptz, timestamptz, text, integer[], integer[]) is
'What moved between two instants by place or category (grouped_by) and unit, with what was on hand before, at those of the caller''s places and those categories (null: all), where inventory.kept_from() has a snapshot.';
