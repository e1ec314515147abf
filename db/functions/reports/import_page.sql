create or replace function api.import_page(import uuid)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    i inventory.imports := inventory.import_of(import);
    c_rows constant integer := 50;
begin
    return to_jsonb(i) - 'import_id' - 'row_count' - 'sha256' || jsonb_build_object(
        'import', i.import_id, 'rows', i.row_count, 'sha256', encode(i.sha256, 'hex'),
        'seconds', extract(epoch from coalesce(i.finished_at, clock_timestamp()) - i.started_at),
        'stopped', i.state in ('checking', 'importing') and i.heartbeat_at < clock_timestamp() - interval '1 minute',
        'again', (
            select max(o.finished_at) from inventory.imports as o
            where o.person = i.person and o.kind = i.kind and o.sha256 = i.sha256 and o.state = 'done' and o.import_id <> i.import_id
        ),
        'bad', (select count(*) from inventory.import_rows as r where r.import_id = i.import_id and r.problems is not null),
        'first', (
            select coalesce(jsonb_agg(jsonb_build_object('line', w.line, 'cells', w.cells) order by w.line), '[]')
            from (select r.line, r.cells from inventory.import_rows as r where r.import_id = i.import_id and r.person = i.person order by r.line limit 8) as w
        ),
        'problems', (
            select coalesce(jsonb_agg(jsonb_build_object('line', w.line, 'problems', w.problems) order by w.line), '[]')
            from (
                select r.line, r.problems from inventory.import_rows as r
                where r.import_id = i.import_id and r.problems is not null order by r.line limit c_rows
            ) as w
        )
    );
end
$$;
alter function api.import_page(uuid) owner to stockroom_owner;
grant execute on function api.import_page(uuid) to stockroom_staff, stockroom_admin;
comment on function api.import_page(uuid) is
'A file that was sent to be imported: {"import", "kind", "file_name", "file_bytes", "sha256", "encoding", "delimiter", "header", "notes", "mapping", "state", "choice", "rows": how many, "done", "bad": rows refused, "counts", "problem", "seconds": since it was started, "stopped": whether whoever did it is silent, "again": when the same file was imported before, "first": its first rows, "problems": the first bad rows}. Raises IN014.';
