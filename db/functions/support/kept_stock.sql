create or replace function inventory.kept_stock(
    instant timestamptz, known_at timestamptz, place_ids integer[], category_ids integer[], by_category boolean default true,
    with_value boolean default false
)
returns table (location_id integer, category_id integer, unit_id integer, on_hand numeric, levels bigint, value numeric, unvalued bigint)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a day of the ledger or four weeks
set work_mem = '64MB'
set enable_sort = off -- how many levels changed is not guessed well
as $$
#variable_conflict use_column
-- As inventory.stock_at(), of which it is the sum: what is kept and what changed since. Past row policies, which
-- it asks once for the places and not for each movement.
declare
    v_instant constant timestamptz := coalesce(least(instant, known_at), 'infinity');
    v_known constant timestamptz := coalesce(known_at, 'infinity');
    v_places constant integer[] := inventory.own_places(place_ids);
    v_valued constant boolean := with_value and by_category and inventory.sees_all_costs();
    v_kept inventory.snapshots;
begin
    if by_category then
        select * into v_kept from inventory.snapshots as s where s.taken_at = inventory.kept_from(v_instant, true, v_valued);
    else
        select d.taken_at, d.known_to, null, d.settled_to, d.recorded_to into v_kept
        from inventory.day_sums as d where d.taken_at = inventory.kept_from(v_instant, false);
    end if;
    if v_kept.taken_at is null then
        return;
    end if;
    return query
    select u.location_id, u.category_id, u.unit_id, sum(u.on_hand), sum(u.levels)::bigint, case when v_valued then coalesce(sum(u.worth), 0) end,
        case when v_valued then coalesce(sum(u.unvalued), 0)::bigint end
    from (
        select k.location_id, null::integer as category_id, k.unit_id, k.received + k.issued + k.transferred_in + k.transferred_out
            + k.adjusted + k.reversed as on_hand, k.levels, 0 as worth, 0 as unvalued
        from inventory.kept_day(v_kept.taken_at, v_places) as k where not by_category
        union all
        select s.location_id, k.category_id, k.unit_id, k.on_hand, k.levels, k.worth, k.unvalued
        from inventory.stock_sums as s
        left join inventory.stock_values as v on v_valued and v.taken_at = s.taken_at and v.location_id = s.location_id
        cross join lateral unnest(s.category_ids, s.unit_ids, s.on_hand, s.levels, v.worth, v.unvalued)
            as k (category_id, unit_id, on_hand, levels, worth, unvalued)
        where by_category and s.taken_at = v_kept.taken_at and s.location_id = any (v_places)
        union all
        select l.location_id, i.category_id, i.unit_id, l.on_hand, l.levels, l.on_hand * c.last_cost, case when c.last_cost is null then l.levels end
        from inventory.kept_changes(v_kept, v_instant, v_known, v_places) as l -- items each by its key: a hash of a million costs more than some ten thousand looks
        cross join lateral (
            select case when by_category then k.category_id end as category_id, k.unit_id from inventory.items as k where k.item_id = l.item_id offset 0
        ) as i
        left join lateral (select k.last_cost from inventory.item_costs as k where v_valued and k.item_id = l.item_id offset 0) as c on true
        union all
        select r.location_id, r.category_id, r.unit_id, r.on_hand, r.levels, r.on_hand * c.unit_cost, case when c.unit_cost is null then r.levels end
        from inventory.recategorised_stock(v_kept.taken_at, v_kept.known_to, v_kept.summed_to, v_places) as r
        left join inventory.kept_costs as c on v_valued and c.item_id = r.item_id
        where by_category
        union all
        select r.location_id, r.category_id, r.unit_id, 0, 0, r.worth, r.unvalued
        from inventory.recosted_stock(v_kept.taken_at, v_places) as r where v_valued
    ) as u
    where category_ids is null or u.category_id = any (category_ids) group by u.location_id, u.category_id, u.unit_id
    having sum(u.levels) <> 0;
end
$$;
alter function inventory.kept_stock(timestamptz, timestamptz, integer[], integer[], boolean, boolean) owner to stockroom_reader;
grant execute on function inventory.kept_stock(timestamptz, timestamptz, integer[], integer[], boolean, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.kept_stock(timestamptz, timestamptz, integer[], integer[], boolean, boolean) is
'What inventory.stock_at() comes to by place, category (by_category) and unit, at those of the caller''s places and those categories (null: all), where inventory.kept_from() has a day or a snapshot; levels that are zero are left out. with_value: at the latest cost of today, to who sees every cost, where the snapshot is valued; null to others.';
