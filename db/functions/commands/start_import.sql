create or replace function api.start_import(import uuid, how text)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_import inventory.imports := inventory.import_of(import);
begin
    if how is null or how not in ('check', 'all', 'good') then
        raise exception using errcode = 'IN017', message = 'How the file is imported is not understood.',
            detail = '{"field": "how"}', hint = 'check, all or good.';
    end if;
    perform inventory.check_import_state(v_import, array['mapping', 'checked', 'failed', 'cancelled']);
    update inventory.import_rows as r set problems = null where r.import_id = v_import.import_id and r.problems is not null;
    update inventory.imports as i
    set state = case how when 'check' then 'checking' else 'importing' end, choice = how, done = 0, counts = '{}',
        problem = null, started_at = clock_timestamp(), heartbeat_at = clock_timestamp(), finished_at = null
    where i.import_id = v_import.import_id;
    return api.import_page(import => v_import.import_id);
end
$$;
alter function api.start_import(uuid, text) owner to stockroom_owner;
grant execute on function api.start_import(uuid, text) to stockroom_staff, stockroom_admin;
comment on function api.start_import(uuid, text) is
'Says that a file is now being checked or imported, and forgets what the last check found. how: check (everything is taken back), all (of it or nothing) or good (its good rows). Answers one JSON object, as api.import_page does. Raises IN014, IN017, IN025 where it is under way or was imported.';
