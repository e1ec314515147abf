create or replace function inventory.report_levels(instant timestamptz, known_at timestamptz, place_ids integer[], category_ids integer[])
returns table (location_id integer, category_id integer, unit_id integer, on_hand numeric, levels bigint)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
#variable_conflict use_column
begin
    if inventory.kept_from(least(instant, known_at)) is not null then
        return query select s.* from inventory.kept_stock(instant, known_at, place_ids, category_ids) as s;
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
alter function inventory.report_levels(timestamptz, timestamptz, integer[], integer[]) owner to stockroom_owner;
grant execute on function inventory.report_levels(timestamptz, timestamptz, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_levels(timestamptz, timestamptz, integer[], integer[]) is
'Stock as of an instant by place, category and unit, at those places and categories (null: all) that the caller sees: from sums of snapshots, or level by level where there are none.';
