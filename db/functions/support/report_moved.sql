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
    v_location_id integer := case when at_location is not null then inventory.location_of(at_location) end;
    v_category_id integer := case when category is not null then inventory.category_of(category) end;
begin
    if inventory.kept_from(since - interval '1 microsecond') is not null then
        return query select s.* from inventory.moved_sums(
            since, until, grouped_by,
            case when v_location_id is not null then array(select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location_id) end,
            case when v_category_id is not null then array(select inventory.categories_below(v_category_id)) end
        ) as s;
    else
        return query
        select case grouped_by when 'location' then m.location_id else m.category_id end, m.unit_id, sum(m.opening), sum(m.received), sum(m.issued),
            sum(m.transferred_in), sum(m.transferred_out), sum(m.adjusted), sum(m.reversed), sum(m.moves)::bigint
        from inventory.report_moves(since, until, at_location, category) as m
        group by 1, 2;
    end if;
end
$$;
alter function inventory.report_moved(timestamptz, timestamptz, text, text, text) owner to stockroom_owner;
grant execute on function inventory.report_moved(timestamptz, timestamptz, text, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_moved(timestamptz, timestamptz, text, text, text) is
'What moved between two instants by place or category (grouped_by) and unit, with what was on hand before, below a location and a category where they are given. Raises IN014.';
