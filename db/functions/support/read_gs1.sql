create or replace function inventory.read_gs1(code text)
returns jsonb
language plpgsql
stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
-- The one place that knows GS1: as scanners send it (FNC1 as character 29, or left out after what
-- has a fixed length), with a symbology identifier before it or none, or as people write it, in brackets.
declare
    v_left text := regexp_replace(code, '^\](C1|e0|d2|Q3|J1)\x1d?|^\x1d', '');
    v_known boolean := v_left is distinct from code; -- it says of itself that it is GS1
    v_found jsonb := '{}';
    v_part text[];
    v_value text;
begin
    if v_left ~ '^\(\d{2,4}\)' then
        v_known := true;
        -- As a scanner would have sent it: each value ends with FNC1.
        v_left := regexp_replace(v_left, '\s*\((\d{2,4})\)', chr(29) || '\1', 'g');
    end if;
    while v_left <> '' loop
        v_left := ltrim(v_left, chr(29));
        v_part := regexp_match(v_left,
            '^(?:(00)(\d{18})|(0[12])(\d{14})|(1[1-9])(\d{6})|(20)(\d{2})|(3[1-6]\d\d)(\d{6})|(10|21|22)([!-~]{1,20})|(30|37)(\d{1,8})|(2[345]\d|4\d\d|7\d\d\d|8\d\d\d|9\d)([!-~]{1,90}))');
        exit when v_part is null;
        v_part := array_remove(v_part, null);
        v_value := v_part[2];
        case v_part[1]
            when '01' then v_found := v_found || jsonb_build_object('gtin', v_value);
            when '02' then v_found := jsonb_build_object('gtin', v_value) || v_found;
            when '10' then v_found := v_found || jsonb_build_object('lot', v_value);
            when '17' then v_found := v_found || jsonb_build_object('expires_on', inventory.read_gs1_day(v_value));
            when '30', '37' then v_found := v_found || jsonb_build_object('quantity', v_value::bigint);
            else null;
        end case;
        v_left := substr(v_left, length(v_part[1]) + length(v_value) + 1);
    end loop;
    -- A number that only happens to begin with 01 is none: the check digit says so.
    if v_left <> '' or v_found = '{}' or (not v_known and not v_found ? 'gtin')
        or not coalesce(inventory.is_gtin(v_found ->> 'gtin'), v_known) then
        return null;
    end if;
    return v_found;
end
$$;
alter function inventory.read_gs1(text) owner to stockroom_owner;
grant execute on function inventory.read_gs1(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.read_gs1(text) is
'What a GS1 barcode says: {"gtin" (01, 02), "lot" (10), "expires_on" (17), "quantity" (30, 37)}, as far as it says it; null for what is no GS1.';
