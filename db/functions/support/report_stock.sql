create or replace function inventory.report_stock(instant timestamptz, known_at timestamptz, at_location text, category text)
returns table (item_id integer, location_id integer, unit_id integer, category_id integer, on_hand numeric, value numeric)
language plpgsql
stable security invoker
rows 100000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_location_id integer := case when at_location is not null then inventory.location_of(at_location) end;
    v_category_id integer := case when category is not null then inventory.category_of(category) end;
begin
    return query
    select s.item_id, s.location_id, i.unit_id, i.category_id, s.on_hand, s.on_hand * c.last_cost
    from inventory.stock_at(instant, known_at) as s
    join inventory.items as i on i.item_id = s.item_id
    left join inventory.seen_costs() as c on c.item_id = s.item_id
    where s.on_hand <> 0
    and (v_location_id is null or s.location_id in (
        select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location_id
    ))
    and (v_category_id is null or i.category_id in (select inventory.categories_below(v_category_id)));
end
$$;
alter function inventory.report_stock(timestamptz, timestamptz, text, text) owner to stockroom_owner;
grant execute on function inventory.report_stock(timestamptz, timestamptz, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_stock(timestamptz, timestamptz, text, text) is
'Stock levels as of an instant that are not zero, below a location and a category where they are given, at the latest cost where the caller sees one. Raises IN014.';
