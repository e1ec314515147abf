create or replace function api.stock_report(
    instant timestamptz default null, known_at timestamptz default null, grouped_by text default 'location',
    at_location text default null, category text default null, after text default null, max_rows integer default 100,
    with_total boolean default true
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_answer jsonb;
begin
    if grouped_by = 'location' then
        v_answer := inventory.stock_by_location(instant, known_at, at_location, category);
    elsif grouped_by = 'category' then
        v_answer := inventory.stock_by_category(instant, known_at, at_location, category);
    elsif grouped_by = 'item' then
        v_answer := inventory.stock_by_item(instant, known_at, at_location, category, after, max_rows, with_total);
    else
        raise exception using errcode = 'IN014', message = 'Group by location, category or item.',
            detail = '{"field": "grouped_by"}', hint = 'Say grouped_by => ''location''.';
    end if;
    return v_answer || jsonb_build_object(
        'instant', instant, 'known_at', known_at, 'as_of', clock_timestamp(), 'grouped_by', grouped_by,
        'places', (
            select count(*) from inventory.locations as l
            where auth.in_group('auditor') or get_bit((select auth.readable_bits()), l.location_id) = 1
        ),
        'currency', case when auth.in_group('cost') then (select s.currency from inventory.settings as s) end
    );
end
$$;
alter function api.stock_report(timestamptz, timestamptz, text, text, text, text, integer, boolean) owner to stockroom_owner;
grant execute on function api.stock_report(timestamptz, timestamptz, text, text, text, text, integer, boolean) to stockroom_viewer, stockroom_auditor;
comment on function api.stock_report(timestamptz, timestamptz, text, text, text, text, integer, boolean) is
'Stock on hand as of an instant (null: now) at the caller''s places, as JSON: {"rows", "total", "next", "places": how many the caller may see, "as_of", "currency"}. known_at leaves out what was recorded later: null for as known now, the same instant for as known then. grouped_by is location, category or item; each location and category has all below it in its figures. at_location and category narrow it to what lies below them. A row has "levels" (how many stock levels), "quantities" ([{"unit", "on_hand"}], as units cannot be added) and, where cost is permitted, "value" at the latest cost of today, of whenever the instant is, and "unvalued" (levels whose cost the caller cannot see). By item, after and max_rows (at most 20,000) page through it by SKU; with_total => false leaves the total of them out (null), which is most of the work of a next page. Raises IN014.';
