create or replace function inventory.places_below(at_location text)
returns integer[]
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location_id constant integer := case when at_location is not null then inventory.location_of(at_location) end;
begin
    return case when v_location_id is not null then array(
        select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location_id
    ) end;
end
$$;
alter function inventory.places_below(text) owner to stockroom_owner;
grant execute on function inventory.places_below(text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.places_below(text) is
'The location of a code and all below it, as the caller sees them; null for none. Raises IN014.';
