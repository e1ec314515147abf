create or replace function inventory.moved_at_places(since timestamptz, until timestamptz, place_ids integer[])
returns table (
    location_id integer, unit_id integer, opening numeric, received numeric, issued numeric, transferred_in numeric, transferred_out numeric,
    adjusted numeric, reversed numeric, moves bigint
)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
set enable_sort = off -- how many items moved is not guessed well
as $$
#variable_conflict use_column
-- All that moved until the end, less all that moved before: each a day's sums and what came after it.
declare
    v_places constant integer[] := inventory.own_places(place_ids);
begin
    return query
    with bound as (
        select b.sign, b.at, coalesce(d.taken_at, '-infinity') as taken_at, coalesce(d.known_to, 0) as known_to
        from (values (-1, since), (1, until)) as b (sign, at)
        left join lateral (
            select k.taken_at, k.known_to from inventory.day_sums as k where k.taken_at <= b.at order by k.taken_at desc limit 1
        ) as d on true
    ), moved as (
        select k.sign, k.location_id, k.unit_id, k.received, k.issued, k.transferred_in, k.transferred_out, k.adjusted, k.reversed, k.moves
        from (select b.sign, q.* from bound as b cross join lateral inventory.kept_day(b.taken_at, v_places) as q) as k
        union all
        select e.sign, e.location_id, e.unit_id,
            case when e.kind = 'receipt' then e.quantity else 0 end, case when e.kind = 'issue' then e.quantity else 0 end,
            case when e.kind = 'transfer' and e.is_in then e.quantity else 0 end, case when e.kind = 'transfer' and not e.is_in then e.quantity else 0 end,
            case when e.kind in ('adjustment', 'stocktake') then e.quantity else 0 end, case when e.kind = 'reversal' then e.quantity else 0 end, e.moves
        from (
            select b.sign, a.location_id, i.unit_id, a.kind, a.quantity > 0 as is_in, sum(a.quantity) as quantity, count(*) as moves
            from bound as b
            cross join lateral inventory.moved_after(b.taken_at, b.known_to, b.at, v_places) as a
            -- Items each by its key: a hash of a million costs more than some ten thousand looks.
            cross join lateral (select k.unit_id from inventory.items as k where k.item_id = a.item_id offset 0) as i
            group by b.sign, a.location_id, i.unit_id, a.kind, a.quantity > 0
        ) as e
    )
    select m.location_id, m.unit_id,
        coalesce(sum(m.received + m.issued + m.transferred_in + m.transferred_out + m.adjusted + m.reversed) filter (where m.sign = -1), 0),
        sum(m.sign * m.received), sum(m.sign * m.issued), sum(m.sign * m.transferred_in), sum(m.sign * m.transferred_out), sum(m.sign * m.adjusted),
        sum(m.sign * m.reversed), sum(m.sign * m.moves)::bigint
    from moved as m
    group by m.location_id, m.unit_id;
end
$$;
alter function inventory.moved_at_places(timestamptz, timestamptz, integer[]) owner to stockroom_reader;
grant execute on function inventory.moved_at_places(timestamptz, timestamptz, integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moved_at_places(timestamptz, timestamptz, integer[]) is
'What moved between two instants by place and unit, with what was on hand before, at those of the caller''s places (null: all): the difference of what had moved by then and before.';
