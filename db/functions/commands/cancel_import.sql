create or replace function api.cancel_import(import uuid)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_import inventory.imports := inventory.import_of(import);
begin
    perform inventory.check_import_state(v_import, array['checking', 'importing'], false);
    update inventory.imports as i set state = 'cancelled', finished_at = clock_timestamp()
    where i.import_id = v_import.import_id;
end
$$;
alter function api.cancel_import(uuid) owner to stockroom_owner;
grant execute on function api.cancel_import(uuid) to stockroom_staff, stockroom_admin;
comment on function api.cancel_import(uuid) is
'Stops a check or import that is under way: what it did is taken back. Raises IN014, IN025 where none is under way.';
