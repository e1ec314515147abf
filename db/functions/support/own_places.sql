create or replace function inventory.own_places(place_ids integer[] default null)
returns integer[]
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_all constant boolean := auth.in_group('auditor');
    v_bits constant varbit := auth.readable_bits();
begin
    return case when v_all or auth.in_group('viewer') then array(
        select l.location_id from inventory.locations as l
        where (v_all or get_bit(v_bits, l.location_id) = 1)
        and (own_places.place_ids is null or l.location_id = any (own_places.place_ids))
    ) else '{}' end;
end
$$;
alter function inventory.own_places(integer[]) owner to stockroom_reader;
grant execute on function inventory.own_places(integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.own_places(integer[]) is
'The places whose stock the caller sees, of those given (null: of all): for functions that read past row policies, which would ask for each movement.';
