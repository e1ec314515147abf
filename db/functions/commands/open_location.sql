create or replace function api.open_location(location text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location inventory.locations := inventory.kept_location(open_location.location);
    v_above text;
begin
    select l.name into v_above from inventory.locations as l where l.location_id = v_location.parent_id and l.retired_at is not null;
    if found then
        raise exception using errcode = 'IN015', message = format('It lies in %s, which is closed.', v_above), hint = 'Open that first.';
    end if;
    update inventory.locations as l set retired_at = null, version = open_location.version
    where l.location_id = v_location.location_id;
    return inventory.location_answer(v_location.code);
end
$$;
alter function api.open_location(text, integer) owner to stockroom_owner;
grant execute on function api.open_location(text, integer) to stockroom_manager, stockroom_admin;
comment on function api.open_location(text, integer) is
'Opens a closed place again, itself alone: what lies below is opened one by one. Answers it as one JSON object, as api.locations has it. Raises IN011 where it changed meanwhile, IN014, IN015 while the place above is closed, IN016, IN018.';
