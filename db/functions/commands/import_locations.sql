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
    v_refused jsonb := '[]';
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_rows(rows);
    for v_row in
        select e.value as said, e.number::integer as number,
            min(e.number) over (partition by upper(inventory.plain_name(e.value ->> 'code')))::integer as first
        from jsonb_array_elements(rows) with ordinality as e (value, number)
        order by e.number
    loop
        if v_row.first < v_row.number and v_row.said ->> 'code' <> '' then
            v_refused := v_refused || inventory.twin_refusal(v_row.number, v_row.first, 'code');
            continue;
        end if;
        begin
            perform inventory.check_keys(said => v_row.said, known => c_fields, nested => '{}');
            perform inventory.keep_place_of(v_row.said);
        exception
            when integrity_constraint_violation or data_exception or insufficient_privilege or sqlstate 'IN011'
            or sqlstate 'IN014' or sqlstate 'IN015' then
                get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail,
                    v_hint = pg_exception_hint, v_constraint = constraint_name, v_column = column_name;
                perform inventory.propose_no_more(jsonb_array_length(v_refused));
                v_refused := v_refused || inventory.row_refusals(
                    v_row.number, c_fields, sqlstate, v_message, v_detail, v_hint, v_constraint, v_column,
                    inventory.place_problems(v_row.said)
                );
        end;
    end loop;
    return v_refused;
end
$$;
alter function api.import_locations(jsonb) owner to stockroom_owner;
grant execute on function api.import_locations(jsonb) to stockroom_manager, stockroom_admin;
comment on function api.import_locations(jsonb) is
'Creates or edits many locations: {"code", "name", "kind", "parent"?: code, "allow_negative"?}; each code once. One that is so already is not touched. Answers the refused rows with all their mistakes, as api.import_items does; roll back when the answer is not empty. Raises IN004 for more than 20,000 rows, IN016.';
