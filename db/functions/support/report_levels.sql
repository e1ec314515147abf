create or replace function inventory.report_levels(
    instant timestamptz, known_at timestamptz, place_ids integer[], category_ids integer[], by_category boolean default true
)
returns table (location_id integer, category_id integer, unit_id integer, on_hand numeric, levels bigint)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_by_category constant boolean := by_category or category_ids is not null;
begin
    if inventory.kept_from(least(instant, known_at), v_by_category) is not null then
        return query select s.location_id, s.category_id, s.unit_id, s.on_hand, s.levels
        from inventory.kept_stock(instant, known_at, place_ids, category_ids, v_by_category) as s;
    else
        return query
        select s.location_id, i.category_id, i.unit_id, sum(s.on_hand), count(*)
        from inventory.stock_at(instant, known_at, place_ids => place_ids) as s
        join inventory.items as i on i.item_id = s.item_id
        where s.on_hand <> 0 and (category_ids is null or i.category_id = any (category_ids))
        group by s.location_id, i.category_id, i.unit_id;
    end if;
end
$$;
alter function inventory.report_levels(timestamptz, timestamptz, integer[], integer[], boolean) owner to stockroom_owner;
grant execute on function inventory.report_levels(timestamptz, timestamptz, integer[], integer[], boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_levels(timestamptz, timestamptz, integer[], integer[], boolean) is
'Stock as of an instant by place, category (null where it is not asked for: by_category) and unit, at those places and categories (null: all) that the caller sees: from kept sums, or level by level where there are none.';
