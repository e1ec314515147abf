create or replace function inventory.recosted_stock(taken_at timestamptz, place_ids integer[])
returns table (location_id integer, category_id integer, unit_id integer, worth numeric, unvalued integer)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_items integer[];
    v_more numeric[];
    v_unvalued integer[];
begin
    select array_agg(c.item_id), array_agg(coalesce(c.cost_now, 0) - coalesce(c.cost_before, 0)),
        array_agg((c.cost_now is null)::integer - (c.cost_before is null)::integer)
    into v_items, v_more, v_unvalued from inventory.changed_costs() as c;
    if v_items is null then
        return; -- nothing is looked through in vain
    end if;
    return query
    select u.location_id, i.category_id, i.unit_id, sum(u.on_hand * c.more), sum(c.unvalued)::integer
    from (
        select s.location_id, unnest(s.item_ids) as item_id, unnest(s.on_hand) as on_hand
        from inventory.stock_snapshots as s where s.taken_at = recosted_stock.taken_at and s.location_id = any (place_ids)
    ) as u
    join unnest(v_items, v_more, v_unvalued) as c (item_id, more, unvalued) on c.item_id = u.item_id
    join inventory.items as i on i.item_id = c.item_id
    where u.on_hand <> 0
    group by u.location_id, i.category_id, i.unit_id;
end
$$;
alter function inventory.recosted_stock(timestamptz, integer[]) owner to stockroom_reader;
comment on function inventory.recosted_stock(timestamptz, integer[]) is
'By how much more the stock of a snapshot is worth than it was valued at, by place, category and unit, for items whose latest cost changed since. Called by inventory.kept_stock only.';
