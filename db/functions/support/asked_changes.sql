create or replace function audit.asked_changes(
    person text, actor text, kind text, operation text, since date, until date, search text, address text
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_table text;
    v_zone text := api.me() ->> 'time_zone';
begin
    if kind <> '' then
        select k.table_name into v_table from audit.kinds() as k where k.kind = asked_changes.kind;
        if not found then
            raise exception using errcode = 'IN014', message = format('No kind of change "%s".', left(kind, 60)),
                detail = '{"field": "kind"}', hint = (select string_agg(k.kind, ', ') || '.' from audit.kinds() as k);
        end if;
    end if;
    if operation <> '' and operation not in ('insert', 'update', 'delete') then
        raise exception using errcode = 'IN014', message = format('No operation "%s".', left(operation, 60)),
            detail = '{"field": "operation"}', hint = 'insert, update or delete.';
    end if;
    -- Dates are days of whoever asks: until the end of the last.
    return jsonb_strip_nulls(jsonb_build_object(
        'person', nullif(person, ''), 'actor', nullif(actor, ''), 'table_name', v_table, 'operation', nullif(operation, ''),
        'since', audit.midnight(since, v_zone), 'until', audit.midnight(least(until, date '9999-12-30') + 1, v_zone),
        'text', nullif(search, ''), 'address', nullif(address, '')
    ));
end
$$;
alter function audit.asked_changes(text, text, text, text, date, date, text, text) owner to stockroom_owner;
grant execute on function audit.asked_changes(text, text, text, text, date, date, text, text) to stockroom_auditor, stockroom_admin;
comment on function audit.asked_changes(text, text, text, text, date, date, text, text) is
'What api.list_changes() is asked, as one object without what is not. Raises IN014.';
