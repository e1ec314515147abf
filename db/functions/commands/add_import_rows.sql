create or replace function api.add_import_rows(import uuid, rows jsonb)
returns integer
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_import inventory.imports := inventory.import_of(import);
    v_added integer;
begin
    perform inventory.check_rows(rows);
    perform inventory.check_import_state(v_import, array['reading', 'mapping']);
    if exists (
        select from jsonb_array_elements(rows) as r (one)
        where case when jsonb_typeof(r.one) = 'array' and jsonb_typeof(r.one -> 1) = 'array'
            then pg_input_is_valid(r.one ->> 0, 'integer') end is not true
    ) then
        raise exception using errcode = 'IN017', message = 'A row is not understood.',
            detail = '{"field": "rows"}', hint = 'A row is [line, array of texts].';
    end if;
    insert into inventory.import_rows (import_id, person, line, cells)
    select v_import.import_id, v_import.person, (r.one ->> 0)::integer, r.one -> 1
    from jsonb_array_elements(rows) as r (one)
    on conflict on constraint import_rows_pkey do nothing;
    get diagnostics v_added = row_count;
    if v_import.row_count + v_added > 250000 then
        raise exception using errcode = 'IN004', message = 'A file has at most 250,000 rows.', hint = 'Split it.';
    end if;
    update inventory.imports as i set row_count = i.row_count + v_added, state = 'mapping'
    where i.import_id = v_import.import_id;
    return v_import.row_count + v_added;
end
$$;
alter function api.add_import_rows(uuid, jsonb) owner to stockroom_owner;
grant execute on function api.add_import_rows(uuid, jsonb) to stockroom_staff, stockroom_admin;
comment on function api.add_import_rows(uuid, jsonb) is
'Adds rows to a file that is being sent: a JSON array of [line, array of texts], lines rising. A line that is there already stays as it is. Answers how many rows the file has. Raises IN004 for more than 20,000 at once or 250,000 of a file, IN014, IN017, IN025 where it is checked or imported already.';
