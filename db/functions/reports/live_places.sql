create or replace function api.live_places()
returns integer[]
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(l.location_id), '{}')
    from inventory.locations as l
    where auth.in_group('auditor') or get_bit((select auth.readable_bits()), l.location_id) = 1
$$;
alter function api.live_places() owner to stockroom_owner;
grant execute on function api.live_places() to stockroom_viewer, stockroom_auditor;
comment on function api.live_places() is
'Keys of the locations whose changes the caller may hear of: what the web filters its live events by.';
