create or replace function inventory.moved_sums(since timestamptz, until timestamptz, grouped_by text, place_ids integer[], category_ids integer[])
returns table (
    own_id integer, unit_id integer, received numeric, issued numeric, transferred_in numeric, transferred_out numeric,
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
-- Past row policies, which it asks once for the places and not for each movement.
declare
    v_places constant integer[] := inventory.own_places(place_ids);
    v_first timestamptz;
    v_last timestamptz;
begin
    if category_ids is null and grouped_by is distinct from 'category' and inventory.kept_from(until, false) is not null then
        return query
        select case grouped_by when 'location' then p.location_id end, p.unit_id, sum(p.received), sum(p.issued), sum(p.transferred_in),
            sum(p.transferred_out), sum(p.adjusted), sum(p.reversed), sum(p.moves)::bigint
        from inventory.moved_at_places(since, until, place_ids) as p
        group by 1, 2 having sum(p.moves) <> 0;
        return;
    end if;
    select min(s.moves_from), max(s.taken_at) into v_first, v_last from inventory.moved_spans(since, until) as s;
    v_first := coalesce(v_first, until);
    return query
    with edge as (
        -- Before the sums that are kept, after them, and what they lack.
        select m.item_id, m.location_id, m.document_id, m.quantity from inventory.moved_between(since, v_first, null, v_places) as m
        union all
        select m.item_id, m.location_id, m.document_id, m.quantity from inventory.moved_between(v_last, until, null, v_places) as m
        union all
        select l.item_id, l.location_id, m.document_id, l.quantity from inventory.moved_unsummed(since, until, v_places) as l
        cross join lateral (
            select k.document_id from inventory.movements as k where k.movement_id = l.movement_id and k.posted_at = l.posted_at offset 0
        ) as m
    ), moved as (
        select m.item_id, m.location_id,
            sum(m.quantity) filter (where d.kind = 'receipt') as received,
            sum(m.quantity) filter (where d.kind = 'issue') as issued,
            sum(m.quantity) filter (where d.kind = 'transfer' and m.quantity > 0) as transferred_in,
            sum(m.quantity) filter (where d.kind = 'transfer' and m.quantity < 0) as transferred_out,
            sum(m.quantity) filter (where d.kind in ('adjustment', 'stocktake')) as adjusted,
            sum(m.quantity) filter (where d.kind = 'reversal') as reversed,
            count(*)::integer as moves
        from edge as m -- documents each by its key: of a day's few, all would be read
        cross join lateral (select k.kind from inventory.documents as k where k.document_id = m.document_id offset 0) as d
        group by m.item_id, m.location_id
    )
    select case grouped_by when 'location' then u.location_id when 'category' then u.category_id end, u.unit_id, coalesce(sum(u.received), 0),
        coalesce(sum(u.issued), 0), coalesce(sum(u.transferred_in), 0), coalesce(sum(u.transferred_out), 0), coalesce(sum(u.adjusted), 0),
        coalesce(sum(u.reversed), 0), sum(u.moves)::bigint
    from (
        select m.location_id, k.category_id, k.unit_id, k.received, k.issued, k.transferred_in, k.transferred_out, k.adjusted, k.reversed, k.moves
        from inventory.move_sums as m
        cross join lateral unnest(
            m.category_ids, m.unit_ids, m.received, m.issued, m.transferred_in, m.transferred_out, m.adjusted, m.reversed, m.moves
        ) as k (category_id, unit_id, received, issued, transferred_in, transferred_out, adjusted, reversed, moves)
        where m.taken_at = any (array(select s.taken_at from inventory.moved_spans(since, until) as s)) and m.location_id = any (v_places)
        union all
        select m.location_id, i.category_id, i.unit_id, m.received, m.issued, m.transferred_in, m.transferred_out, m.adjusted, m.reversed, m.moves
        from moved as m -- items each by its key: a hash of a million costs more than some ten thousand looks
        cross join lateral (select k.category_id, k.unit_id from inventory.items as k where k.item_id = m.item_id offset 0) as i
        union all
        select * from inventory.recategorised_moves(since, until, v_places)
    ) as u
    where category_ids is null or u.category_id = any (category_ids)
    group by 1, u.unit_id
    having sum(u.moves) <> 0;
end
$$;
alter function inventory.moved_sums(timestamptz, timestamptz, text, integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.moved_sums(timestamptz, timestamptz, text, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moved_sums(timestamptz, timestamptz, text, integer[], integer[]) is
'What moved between two instants by place or category (grouped_by; null: by unit alone) and unit, at those of the caller''s places and those categories (null: all): the sums of the snapshots between, and the ledger before and after them.';
