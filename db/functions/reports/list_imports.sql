create or replace function api.list_imports(after text default null, max_rows integer default 50, state text default 'all')
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_place jsonb := inventory.read_cursor(after, array['created_at timestamptz', 'import uuid']);
    v_rows jsonb;
    v_more boolean;
begin
    perform inventory.check_choice('state', coalesce(list_imports.state, ''), array['all', 'waiting']);
    select coalesce(jsonb_agg(to_jsonb(w) order by w.created_at desc, w.import desc), '[]') into v_rows from (
        select i.import_id as import, i.person, auth.name_of(i.person) as person_name, i.kind, i.file_name, i.file_bytes, i.row_count as rows, i.state, i.counts,
            i.created_at, i.finished_at
        from inventory.imports as i
        where (v_place is null or (i.created_at, i.import_id) < ((v_place ->> 'created_at')::timestamptz, (v_place ->> 'import')::uuid))
        and (list_imports.state = 'all' or (i.person = (select auth.signed_in()) and i.state in ('mapping', 'checked')))
        order by i.created_at desc, i.import_id desc limit v_limit + 1
    ) as w;
    v_more := jsonb_array_length(v_rows) > v_limit;
    v_rows := case when v_more then v_rows - v_limit else v_rows end;
    return jsonb_build_object('rows', v_rows, 'kinds', to_jsonb(inventory.import_kinds()), 'next', case when v_more then inventory.write_cursor(
        jsonb_build_object('created_at', v_rows -> -1 -> 'created_at', 'import', v_rows -> -1 -> 'import')) end);
end
$$;
alter function api.list_imports(text, integer, text) owner to stockroom_owner;
grant execute on function api.list_imports(text, integer, text) to stockroom_staff, stockroom_admin, stockroom_auditor;
comment on function api.list_imports(text, integer, text) is
'A page of the files one sent to be imported, of all peoples for auditors, newest first: {"rows": [{"import", "person", "person_name", "kind", "file_name", "file_bytes", "rows", "state", "counts", "created_at", "finished_at"}], "kinds": those the caller''s groups may import, "next"}. state: all, or waiting: those of one''s own whose next step is one''s own. after: the page before''s next. Raises IN014.';
