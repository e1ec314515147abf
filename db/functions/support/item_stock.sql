create or replace function inventory.item_stock(instant timestamptz, known_at timestamptz, place_ids integer[], item_ids integer[])
returns table (item_id integer, on_hand numeric, levels bigint)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
#variable_conflict use_column
-- Of a page of items the whole ledger: by their index that is less than any sum that is kept.
declare
    v_places constant integer[] := inventory.own_places(place_ids);
    v_now constant boolean := instant is null and known_at is null;
begin
    if cardinality(item_ids) > 2000 then -- a part of a file: one pass over all
        return query
        select s.item_id, sum(s.on_hand), count(*)
        from inventory.stock_at(instant, known_at, place_ids => v_places) as s
        where s.on_hand <> 0 and s.item_id in (select unnest(item_ids))
        group by s.item_id;
        return;
    end if;
    return query
    select s.item_id, sum(s.on_hand), count(*)
    from (
        select l.item_id, l.on_hand
        from unnest(item_ids) as n (item_id)
        cross join lateral (
            select k.item_id, k.on_hand from inventory.stock_levels as k
            where v_now and k.item_id = n.item_id and k.location_id = any (v_places) offset 0
        ) as l
        union all
        select l.item_id, sum(l.quantity)
        from unnest(item_ids) as n (item_id)
        cross join lateral (
            select m.item_id, m.location_id, m.lot_id, m.quantity from inventory.movements as m
            where not v_now and m.item_id = n.item_id and m.location_id = any (v_places)
            and (instant is null or m.occurred_at <= instant) and (known_at is null or m.posted_at <= known_at) offset 0
        ) as l
        group by l.item_id, l.location_id, l.lot_id
    ) as s
    where s.on_hand <> 0
    group by s.item_id;
end
$$;
alter function inventory.item_stock(timestamptz, timestamptz, integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.item_stock(timestamptz, timestamptz, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.item_stock(timestamptz, timestamptz, integer[], integer[]) is
'On hand of some items as of an instant and as known at another (null: now), at those of the caller''s places (null: all), and how many levels are not zero.';
