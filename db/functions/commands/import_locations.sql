create or replace function api.import_locations(rows jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
-- As api.import_items. The place above must come before those below it.
declare
    c_fields constant text[] := array['code', 'name', 'kind', 'parent', 'allow_negative'];
    v_row record;
    v_location record;
    v_refused jsonb := '[]';
    v_parent_id integer;
    v_negative boolean;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_rows(rows);
    for v_row in
        select upper(btrim(e.value ->> 'code')) as code, e.value ->> 'name' as name,
            e.value ->> 'kind' as kind, nullif(upper(btrim(e.value ->> 'parent')), '') as parent,
            e.value ->> 'allow_negative' as negative, e.value as said, e.number::integer as number
        from jsonb_array_elements(rows) with ordinality as e (value, number)
    loop
        begin
            perform inventory.check_keys(said => v_row.said, known => c_fields, nested => '{}');
            if pg_input_is_valid(v_row.negative, 'boolean') is false then
                raise exception using errcode = 'IN014', message = format('"%s" is neither true nor false.', left(v_row.negative, 60)),
                    detail = '{"field": "allow_negative"}', hint = 'Give true or false, or leave it out.';
            end if;
            v_negative := v_row.negative::boolean;
            select l.location_id into v_parent_id from inventory.locations as l where l.code = v_row.parent;
            if not found and v_row.parent is not null then
                raise exception using errcode = 'IN014', message = format('No parent "%s" among your places.', left(v_row.parent, 60)),
                    hint = 'Check the code; the place above must be in the file or known.';
            end if;
            select l.location_id, l.version, l.updated_at into v_location from inventory.locations as l where l.code = v_row.code;
            if v_location.updated_at >= now() then
                raise exception using errcode = 'IN011', message = 'stands twice in the rows, or was edited a moment ago',
                    hint = 'Keep one of the rows, or import again.';
            elsif found then
                update inventory.locations as l
                set name = coalesce(v_row.name, l.name), kind = coalesce(v_row.kind, l.kind),
                    parent_id = coalesce(v_parent_id, l.parent_id),
                    allow_negative = coalesce(v_negative, l.allow_negative), version = v_location.version
                where l.location_id = v_location.location_id;
                if not found then
                    raise exception using errcode = '42501', message = 'This place is not among those you keep.';
                end if;
            else
                insert into inventory.locations (code, name, kind, parent_id, allow_negative)
                values (coalesce(v_row.code, ''), coalesce(v_row.name, ''), coalesce(v_row.kind, ''), v_parent_id, coalesce(v_negative, false));
            end if;
        exception
            when integrity_constraint_violation or data_exception or insufficient_privilege or sqlstate 'IN011'
            or sqlstate 'IN014' or sqlstate 'IN015' then
                get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail,
                    v_hint = pg_exception_hint, v_constraint = constraint_name, v_column = column_name;
                v_refused := v_refused || inventory.row_refusal(
                    v_row.number, c_fields, sqlstate, v_message, v_detail, v_hint, v_constraint, v_column
                );
        end;
    end loop;
    return v_refused;
end
$$;
alter function api.import_locations(jsonb) owner to stockroom_owner;
grant execute on function api.import_locations(jsonb) to stockroom_manager, stockroom_admin;
comment on function api.import_locations(jsonb) is
'Creates or edits many locations: {"code", "name", "kind", "parent"?: code, "allow_negative"?}. Answers the refused rows as api.import_items does; roll back when the answer is not empty. Raises IN004 for more than 20,000 rows, IN016.';
