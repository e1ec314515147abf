create or replace function inventory.import_kinds()
returns text[]
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- Of what a file's rows become: whoever may call it.
    select array_remove(array[
        case when has_function_privilege('api.import_items(jsonb)', 'execute') then 'items' end,
        case when has_function_privilege('api.import_locations(jsonb)', 'execute') then 'locations' end,
        case when has_function_privilege('api.post_receipt(jsonb, uuid, text, text, timestamptz)', 'execute') then 'movements' end,
        case when has_function_privilege('api.import_thresholds(jsonb)', 'execute') then 'thresholds' end
    ], null)
$$;
alter function inventory.import_kinds() owner to stockroom_owner;
grant execute on function inventory.import_kinds() to stockroom_staff, stockroom_admin, stockroom_auditor;
comment on function inventory.import_kinds() is 'The kinds of files that the caller''s groups may import: items, locations, movements, thresholds.';
