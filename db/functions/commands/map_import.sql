create or replace function api.map_import(import uuid, mapping jsonb)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_import inventory.imports := inventory.import_of(import);
begin
    if jsonb_typeof(mapping) is distinct from 'object' or octet_length(mapping::text) > 100000 then
        raise exception using errcode = 'IN017', message = 'The mapping is not understood.',
            detail = '{"field": "mapping"}', hint = 'It is an object: {"columns": {"sku": "Article"}}.';
    end if;
    perform inventory.check_import_state(v_import, array['mapping', 'checked', 'failed', 'cancelled']);
    update inventory.imports as i set mapping = map_import.mapping, state = 'mapping'
    where i.import_id = v_import.import_id;
end
$$;
alter function api.map_import(uuid, jsonb) owner to stockroom_owner;
grant execute on function api.map_import(uuid, jsonb) to stockroom_staff, stockroom_admin;
comment on function api.map_import(uuid, jsonb) is
'Says which column of a file is which field: {"columns": {field: column}, "defaults"?: {field: text}, "decimal"?: text, "date_format"?: text}. Answers nothing. Raises IN014, IN017, IN025 while it is checked or imported, and once it was imported.';
