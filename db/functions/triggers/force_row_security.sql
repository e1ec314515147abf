create or replace function inventory.force_row_security()
returns event_trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_table record;
begin
    for v_table in
        select c.oid::regclass as name
        from pg_catalog.pg_event_trigger_ddl_commands() as d
        join pg_catalog.pg_class as c on c.oid = d.objid
        where d.classid = 'pg_catalog.pg_class'::regclass and c.relkind in ('r', 'p')
        and d.schema_name in ('inventory', 'auth', 'audit')
        and not (c.relrowsecurity and c.relforcerowsecurity)
    loop
        if tg_tag = 'ALTER TABLE' then
            raise exception using errcode = 'IN010', message = format('%s keeps its row security, forced.', v_table.name),
                hint = 'Grant a policy instead.';
        end if;
        execute format('alter table %s enable row level security, force row level security', v_table.name);
    end loop;
end
$$;
alter function inventory.force_row_security() owner to stockroom_owner;
comment on function inventory.force_row_security() is
'Forces row security on every new table of inventory, auth and audit, and refuses its removal: a forgotten policy denies, it does not expose. Raises IN010.';
create event trigger stockroom_force_row_security on ddl_command_end when tag in ('CREATE TABLE', 'CREATE TABLE AS', 'ALTER TABLE')
execute function inventory.force_row_security();
