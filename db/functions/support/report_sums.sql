create or replace function inventory.report_sums(
    instant timestamptz, known_at timestamptz, at_location text, category text, by_category boolean default true
)
returns table (location_id integer, category_id integer, unit_id integer, on_hand numeric, levels bigint, value numeric, unvalued bigint)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_places constant integer[] := inventory.places_below(at_location);
    v_categories constant integer[] := inventory.categories_asked(category);
begin
    if inventory.sees_all_costs() and inventory.kept_from(least(instant, known_at), with_value => true) is not null then
        return query select s.* from inventory.kept_stock(instant, known_at, v_places, v_categories, with_value => true) as s;
    elsif auth.in_group('cost') then
        -- A value is at the latest cost of each item as the caller sees it: item by item.
        return query
        select s.location_id, s.category_id, s.unit_id, sum(s.on_hand), count(*), sum(s.value), count(*) - count(s.value)
        from inventory.report_stock(instant, known_at, at_location, category) as s
        group by s.location_id, s.category_id, s.unit_id;
    else
        return query
        select s.location_id, s.category_id, s.unit_id, s.on_hand, s.levels, null::numeric, s.levels
        from inventory.report_levels(instant, known_at, v_places, v_categories, by_category) as s;
    end if;
end
$$;
alter function inventory.report_sums(timestamptz, timestamptz, text, text, boolean) owner to stockroom_owner;
grant execute on function inventory.report_sums(timestamptz, timestamptz, text, text, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_sums(timestamptz, timestamptz, text, text, boolean) is
'Stock as of an instant by place, category (null where it is not asked for: by_category) and unit, below a location and a category where they are given, at the latest cost where the caller sees one. Raises IN014.';
