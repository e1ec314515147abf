create or replace function api.revoke_location(person text, location text)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from auth.location_grants as g
    using inventory.locations as l
    where g.person = revoke_location.person and l.location_id = g.location_id and l.code = upper(revoke_location.location);
    if not found then
        raise exception using errcode = 'IN014',
            message = format('%s holds no grant of "%s" that you may revoke.', left(person, 63), left(location, 60)), hint = 'See api.location_grants.';
    end if;
end
$$;
alter function api.revoke_location(text, text) owner to stockroom_owner;
grant execute on function api.revoke_location(text, text) to stockroom_manager, stockroom_admin;
comment on function api.revoke_location(text, text) is 'Takes a granted place back. Raises IN014, IN016, IN018 for a manager and another''s grant beside or above theirs.';
