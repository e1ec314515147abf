create or replace function inventory.moved_unsummed(since timestamptz, until timestamptz, place_ids integer[])
returns table (movement_id bigint, item_id integer, location_id integer, quantity numeric, posted_at timestamptz)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with span as materialized (
        select s.* from inventory.moved_spans(moved_unsummed.since, moved_unsummed.until) as s
    )
    select l.movement_id, l.item_id, l.location_id, l.quantity, l.posted_at
    from (select min(s.moves_from) as first, max(s.taken_at) as last, min(s.known_to) as known_to from span as s) as k
    cross join lateral inventory.moved_late(k.first, k.last, k.known_to, place_ids => moved_unsummed.place_ids) as l
    where l.movement_id > (select s.known_to from span as s where s.taken_at > l.occurred_at order by s.taken_at limit 1)
$$;
alter function inventory.moved_unsummed(timestamptz, timestamptz, integer[]) owner to stockroom_reader;
comment on function inventory.moved_unsummed(timestamptz, timestamptz, integer[]) is
'Movements that inventory.move_sums of the spans between two instants lack: recorded after they were added up. Called by inventory.moved_sums and inventory.moved_items only.';
