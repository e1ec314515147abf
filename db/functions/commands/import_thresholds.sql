create or replace function api.import_thresholds(rows jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- As api.import_items.
declare
    c_fields constant text[] := array['item', 'location', 'minimum', 'maximum', 'margin', 'severity', 'seen'];
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
        select e.value as said, e.number::integer as number
        from jsonb_array_elements(rows) with ordinality as e (value, number)
    loop
        begin
            perform inventory.check_keys(said => v_row.said, known => c_fields, nested => '{}');
            perform api.set_threshold(
                item => v_row.said ->> 'item', location => v_row.said ->> 'location',
                minimum => nullif(btrim(v_row.said ->> 'minimum'), '')::numeric,
                maximum => nullif(btrim(v_row.said ->> 'maximum'), '')::numeric,
                margin => coalesce(nullif(btrim(v_row.said ->> 'margin'), '')::numeric, 0),
                severity => coalesce(nullif(lower(btrim(v_row.said ->> 'severity')), ''), 'warning'),
                seen => nullif(lower(btrim(v_row.said ->> 'seen')), '')
            );
        exception
            when integrity_constraint_violation or data_exception or insufficient_privilege or sqlstate 'IN011'
            or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
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
alter function api.import_thresholds(jsonb) owner to stockroom_owner;
grant execute on function api.import_thresholds(jsonb) to stockroom_manager;
comment on function api.import_thresholds(jsonb) is
'Sets many thresholds: {"item": SKU, "location": code, "minimum"?, "maximum"?, "margin"?, "severity"?, "seen"?: as api.set_threshold takes it}; a bound left out is none. Answers the refused rows as api.import_items does; roll back when the answer is not empty. Raises IN004 for more than 20,000 rows, IN016. Enqueues send_mail where one is crossed.';
