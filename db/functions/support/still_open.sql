create or replace function inventory.still_open(kind text, item_id integer[], location_id integer[], quantity numeric[])
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
-- Asked in a statement of its own, once the levels are locked and written: whoever retires an
-- item, closes a place or lowers a unit's decimals waits for that lock, or was before it and is
-- seen here, as the lines that were read earlier were not.
begin
    return not exists (
        select
        from unnest(still_open.item_id, still_open.location_id, still_open.quantity) as m (item_id, location_id, quantity)
        join inventory.items as i using (item_id)
        join inventory.units as u using (unit_id)
        join inventory.locations as l using (location_id)
        where i.retired_at is not null or l.retired_at is not null or l.kind in ('company', 'region')
        or (scale(m.quantity) > u.decimals and still_open.kind <> 'reversal')
    );
end
$$;
alter function inventory.still_open(text, integer[], integer[], numeric[]) owner to stockroom_writer;
comment on function inventory.still_open(text, integer[], integer[], numeric[]) is
'Whether what was posted is still of items and at places that take movements, in quantities their units can have.';
