create or replace function inventory.report_moved(since timestamptz, until timestamptz, grouped_by text, at_location text, category text)
returns table (
    own_id integer, unit_id integer, opening numeric, received numeric, issued numeric, transferred_in numeric, transferred_out numeric,
    adjusted numeric, reversed numeric, moves bigint
)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_places constant integer[] := inventory.places_below(at_location);
    v_categories constant integer[] := inventory.categories_asked(category);
begin
    if grouped_by = 'location' and v_categories is null and inventory.kept_from(until, false) is not null then
        return query select m.* from inventory.moved_at_places(since, until, v_places) as m;
        return;
    end if;
    return query
    select u.own_id, u.unit_id, sum(u.opening), coalesce(sum(u.received), 0), coalesce(sum(u.issued), 0), coalesce(sum(u.transferred_in), 0),
        coalesce(sum(u.transferred_out), 0), coalesce(sum(u.adjusted), 0), coalesce(sum(u.reversed), 0), sum(u.moves)::bigint
    from (
        select case grouped_by when 'location' then o.location_id else o.category_id end as own_id, o.unit_id, o.on_hand as opening,
            null::numeric as received, null::numeric as issued, null::numeric as transferred_in, null::numeric as transferred_out,
            null::numeric as adjusted, null::numeric as reversed, 0 as moves
        from inventory.report_levels(since - interval '1 microsecond', null, v_places, v_categories, grouped_by = 'category') as o
        union all
        select m.own_id, m.unit_id, 0, m.received, m.issued, m.transferred_in, m.transferred_out, m.adjusted, m.reversed, m.moves
        from inventory.moved_sums(since, until, grouped_by, v_places, v_categories) as m
    ) as u
    group by u.own_id, u.unit_id;
end
$$;
alter function inventory.report_moved(timestamptz, timestamptz, text, text, text) owner to stockroom_owner;
grant execute on function inventory.report_moved(timestamptz, timestamptz, text, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_moved(timestamptz, timestamptz, text, text, text) is
'What moved between two instants by place or category (grouped_by) and unit, with what was on hand before, below a location and a category where they are given. Raises IN014.';
