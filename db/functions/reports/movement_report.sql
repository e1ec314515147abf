create or replace function api.movement_report(
    since timestamptz, until timestamptz default null, grouped_by text default 'location', at_location text default null,
    category text default null, after text default null, max_rows integer default 100,
    with_total boolean default true
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_until timestamptz := coalesce(until, clock_timestamp());
    v_zone text := coalesce(api.me() ->> 'time_zone', 'UTC');
    v_answer jsonb;
begin
    if since is null or not isfinite(since) or not isfinite(v_until) or since >= v_until then
        raise exception using errcode = 'IN017', message = 'A summary of movements begins before it ends.',
            detail = '{"field": "since"}', hint = 'Choose a first day, and a last one that is not before it.';
    elsif grouped_by in ('location', 'category') then
        v_answer := inventory.moves_by_group(since, v_until, grouped_by, at_location, category);
    elsif grouped_by = 'item' then
        v_answer := inventory.moves_by_item(since, v_until, at_location, category, after, max_rows, with_total);
    else
        raise exception using errcode = 'IN014', message = 'Group by location, category or item.',
            detail = '{"field": "grouped_by"}', hint = 'Say grouped_by => ''location''.';
    end if;
    return v_answer || jsonb_build_object(
        'since', since, 'until', v_until, 'as_of', clock_timestamp(), 'grouped_by', grouped_by,
        'places', (
            select count(*) from inventory.locations as l
            where auth.in_group('auditor') or get_bit((select auth.readable_bits()), l.location_id) = 1
        ),
        'days', case when at_location is null and category is null and (with_total or grouped_by <> 'item') then inventory.moves_by_day(since, v_until, v_zone) end
    );
end
$$;
alter function api.movement_report(timestamptz, timestamptz, text, text, text, text, integer, boolean) owner to stockroom_owner;
grant execute on function api.movement_report(timestamptz, timestamptz, text, text, text, text, integer, boolean) to stockroom_viewer, stockroom_auditor;
comment on function api.movement_report(timestamptz, timestamptz, text, text, text, text, integer, boolean) is
'What moved at the caller''s places from since on and before until (null: now), by when it happened and as known now, as JSON: {"rows", "total", "next", "days", "places": how many the caller may see, "as_of"}. grouped_by is location, category or item; each location and category has all below it in its figures. at_location and category narrow it to what lies below them. A row, and each of the total''s "figures", is of one unit, in base units, with the sign they moved by: opening, received, issued, transferred_in, transferred_out, adjusted (counts too), reversed, and closing, which is their sum. days is the movements of each day in the caller''s time zone, where nothing narrows it. By item, after and max_rows (at most 20,000) page through those that moved, by SKU (item_count of the total says how many); the total is of everything there, moved or not, the same by each grouping; with_total => false leaves the total of them, and days, out (null). Raises IN014, IN017.';
