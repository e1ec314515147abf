create or replace function api.import_rows(
    import uuid, after text default null, max_rows integer default 50, only_bad boolean default false
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_import inventory.imports := inventory.import_of(import);
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 5000));
    v_after integer := coalesce((inventory.read_cursor(after, array['line integer']) ->> 'line')::integer, 0);
    v_rows jsonb;
begin
    select coalesce(jsonb_agg(to_jsonb(w) order by w.line), '[]') into v_rows from (
        select r.line, r.cells, r.problems from inventory.import_rows as r
        where r.import_id = v_import.import_id and r.person = v_import.person and r.line > v_after and (only_bad is not true or r.problems is not null)
        order by r.line limit v_limit
    ) as w;
    return jsonb_build_object('rows', v_rows, 'next', case when jsonb_array_length(v_rows) = v_limit then
        inventory.write_cursor(jsonb_build_object('line', v_rows -> -1 -> 'line')) end);
end
$$;
alter function api.import_rows(uuid, text, integer, boolean) owner to stockroom_owner;
grant execute on function api.import_rows(uuid, text, integer, boolean) to stockroom_staff, stockroom_admin;
comment on function api.import_rows(uuid, text, integer, boolean) is
'A page of a sent files rows, in their order: {"rows": [{"line", "cells", "problems"}], "next"}. only_bad: those refused. after: the last line of the page before; at most 5,000 rows. Raises IN014.';
