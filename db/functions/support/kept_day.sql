create or replace function inventory.kept_day(taken_at timestamptz, place_ids integer[])
returns table (
    location_id integer, unit_id integer, received numeric, issued numeric, transferred_in numeric, transferred_out numeric, adjusted numeric,
    reversed numeric, moves bigint, levels integer
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select u.*
    from inventory.day_sums as d
    cross join lateral unnest(
        d.location_ids, d.unit_ids, d.received, d.issued, d.transferred_in, d.transferred_out, d.adjusted, d.reversed, d.moves, d.levels
    ) as u (location_id, unit_id, received, issued, transferred_in, transferred_out, adjusted, reversed, moves, levels)
    where d.taken_at = kept_day.taken_at and u.location_id = any (kept_day.place_ids)
$$;
alter function inventory.kept_day(timestamptz, integer[]) owner to stockroom_reader;
comment on function inventory.kept_day(timestamptz, integer[]) is
'The row of a day of inventory.day_sums as rows, of these places. Called by functions past row policies.';
