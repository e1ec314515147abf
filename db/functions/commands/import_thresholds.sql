create or replace function api.import_thresholds(rows jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- As api.import_items. What was looked at (seen) is asked only where something is to change: what was
-- imported can be imported again. What is no number, or no longer the range that was looked at, is taken
-- out, and the row tried for its other mistakes.
declare
    c_fields constant text[] := array['item', 'location', 'minimum', 'maximum', 'margin', 'severity', 'seen'];
    v_row record;
    v_try jsonb;
    v_is_wrong boolean;
    v_bad jsonb;
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
            min(e.number) over (partition by upper(btrim(e.value ->> 'item')), upper(btrim(e.value ->> 'location')))::integer as first
        from jsonb_array_elements(rows) with ordinality as e (value, number)
        order by e.number
    loop
        if v_row.first < v_row.number and v_row.said ->> 'item' <> '' and v_row.said ->> 'location' <> '' then
            v_refused := v_refused || inventory.twin_refusal(v_row.number, v_row.first, 'item');
            continue;
        end if;
        v_try := v_row.said;
        v_is_wrong := false;
        loop
            begin
                perform inventory.check_keys(said => v_try, known => c_fields, nested => '{}');
                v_bad := inventory.bad_numbers(v_try, array['minimum', 'maximum', 'margin']);
                if v_bad <> '[]' then
                    raise exception using errcode = 'IN014', message = v_bad -> 0 ->> 'message',
                        detail = jsonb_build_object('field', v_bad -> 0 -> 'field', 'problems', v_bad)::text, hint = v_bad -> 0 ->> 'hint';
                end if;
                perform inventory.set_range_of(v_try);
                exit when not v_is_wrong;
                raise assert_failure;
            exception
                when assert_failure then
                    exit;
                when integrity_constraint_violation or data_exception or insufficient_privilege or sqlstate 'IN011'
                or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
                    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail,
                        v_hint = pg_exception_hint, v_constraint = constraint_name, v_column = column_name;
                    perform inventory.propose_no_more(jsonb_array_length(v_refused));
                    v_refused := v_refused || inventory.row_refusals(
                        v_row.number, c_fields, sqlstate, v_message,
                        case sqlstate when 'IN011' then '{"field": "seen"}' else v_detail end, v_hint, v_constraint, v_column
                    );
                    if sqlstate = 'IN011' and v_try ? 'seen' then
                        v_try := v_try - 'seen';
                    elsif v_bad <> '[]' then
                        v_try := v_try - array(select b.one ->> 'field' from jsonb_array_elements(v_bad) as b (one));
                        -- A range without a bound is wrong by itself.
                        v_try := case when coalesce(v_try ->> 'minimum', v_try ->> 'maximum') is null then '{"minimum": 0}' else '{}' end::jsonb || v_try;
                    else
                        exit;
                    end if;
                    v_bad := '[]';
                    v_is_wrong := true;
            end;
        end loop;
    end loop;
    return v_refused;
end
$$;
alter function api.import_thresholds(jsonb) owner to stockroom_owner;
grant execute on function api.import_thresholds(jsonb) to stockroom_manager;
comment on function api.import_thresholds(jsonb) is
'Sets many thresholds: {"item": SKU, "location": code, "minimum"?, "maximum"?, "margin"?, "severity"?, "seen"?: as api.set_threshold takes it}; a bound left out is none; each range once. One that is so already is not touched, whoever or whatever set it. Answers the refused rows with all their mistakes, as api.import_items does; roll back when the answer is not empty. Raises IN004 for more than 20,000 rows, IN016. Enqueues send_mail where one is crossed.';
