create or replace function inventory.default_places(default_id integer)
returns integer
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select count(*)::integer
    from inventory.threshold_defaults as d
    join inventory.location_tree as t on t.ancestor_id = d.location_id
    join inventory.locations as l on l.location_id = t.location_id
    where d.default_id = default_places.default_id and l.retired_at is null
    and case when d.kind is null then t.depth = 0 else l.kind = d.kind end
$$;
alter function inventory.default_places(integer) owner to stockroom_keeper;
comment on function inventory.default_places(integer) is 'How many open places a default is for.';
