create or replace function inventory.import_kinds()
returns text[]
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- Of what a file's rows become: whoever may call it.
    select array_remove(array[
        case when has_function_privilege(to_regproc('api.import_items'), 'execute') then 'items' end,
        case when has_function_privilege(to_regproc('api.import_locations'), 'execute') then 'locations' end,
        case when has_function_privilege(to_regproc('api.post_receipt'), 'execute') then 'movements' end,
        case when has_function_privilege(to_regproc('api.import_thresholds'), 'execute') then 'thresholds' end
    ], null)
$$;
alter function inventory.import_kinds() owner to stockroom_owner;
grant execute on function inventory.import_kinds() to stockroom_staff, stockroom_admin, stockroom_auditor;
comment on function inventory.import_kinds() is 'The kinds of files that the caller''s groups may import: items, locations, movements, thresholds.';
