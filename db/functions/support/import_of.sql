create or replace function inventory.import_of(import uuid)
returns inventory.imports
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_import inventory.imports;
begin
    select i.* into v_import from inventory.imports as i
    where i.import_id = import_of.import and i.person = (select auth.signed_in());
    if not found then
        raise exception using errcode = 'IN014', message = 'There is no such file of yours to import.',
            hint = 'Send it again: files are forgotten after a while.';
    end if;
    return v_import;
end
$$;
alter function inventory.import_of(uuid) owner to stockroom_owner;
grant execute on function inventory.import_of(uuid) to stockroom_staff, stockroom_admin;
comment on function inventory.import_of(uuid) is 'One''s own file that was sent to be imported. Raises IN014.';
