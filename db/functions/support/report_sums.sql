create or replace function inventory.report_sums(instant timestamptz, known_at timestamptz, at_location text, category text)
returns table (location_id integer, category_id integer, unit_id integer, on_hand numeric, levels bigint, value numeric, unvalued bigint)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    -- A value is at the latest cost of each item as the caller sees it: item by item.
    if auth.in_group('cost') then
        return query
        select s.location_id, s.category_id, s.unit_id, sum(s.on_hand), count(*), sum(s.value), count(*) - count(s.value)
        from inventory.report_stock(instant, known_at, at_location, category) as s
        group by s.location_id, s.category_id, s.unit_id;
    else
        return query
        select s.location_id, s.category_id, s.unit_id, s.on_hand, s.levels, null::numeric, s.levels
        from inventory.report_levels(instant, known_at, inventory.places_below(at_location), inventory.categories_asked(category)) as s;
    end if;
end
$$;
alter function inventory.report_sums(timestamptz, timestamptz, text, text) owner to stockroom_owner;
grant execute on function inventory.report_sums(timestamptz, timestamptz, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_sums(timestamptz, timestamptz, text, text) is
'Stock as of an instant by place, category and unit, below a location and a category where they are given, at the latest cost where the caller sees one. Raises IN014.';
