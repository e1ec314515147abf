create or replace function api.grant_location(person text, location text, valid_until timestamptz default null)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location_id integer;
    v_constraint text;
    v_column text;
begin
    select l.location_id into v_location_id from inventory.locations as l where l.code = upper(grant_location.location);
    if not found then
        raise exception using errcode = 'IN014', message = format('No location "%s" among your places.', left(location, 60)),
            detail = jsonb_build_object('field', 'location', 'value', left(location, 60))::text, hint = 'Check the code.';
    end if;
    insert into auth.location_grants as g (person, location_id, valid_until)
    values (grant_location.person, v_location_id, grant_location.valid_until)
    on conflict on constraint location_grants_pkey do update set valid_until = excluded.valid_until;
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
end
$$;
alter function api.grant_location(text, text, timestamptz) owner to stockroom_owner;
grant execute on function api.grant_location(text, text, timestamptz) to stockroom_manager, stockroom_admin;
comment on function api.grant_location(text, text, timestamptz) is
'Grants a person a place and everything below it, until a time or for good. Managers grant what they hold, for no longer than they hold it, and not to admins; admins grant anything; nobody to themselves, but the only admin. Raises IN014, IN016, IN017 (DETAIL: the field), IN018.';
