create or replace function api.edit_unit(unit text, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_code text;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_keys(said => changes, known => array['code', 'name', 'decimals'], nested => '{}');
    perform inventory.check_kinds(said => changes, kinds => '{"decimals": "whole"}');
    update inventory.units as u
    set code = coalesce(inventory.plain_name(changes ->> 'code'), u.code), name = coalesce(inventory.plain_name(changes ->> 'name'), u.name),
        decimals = coalesce((changes ->> 'decimals')::integer, u.decimals), version = edit_unit.version
    where u.unit_id = inventory.unit_of(edit_unit.unit)
    returning u.code into v_code;
    if not found then
        raise exception using errcode = 'IN014', message = 'No unit that you may edit.', hint = 'Sign in as a manager.';
    end if;
    return inventory.unit_answer(v_code);
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.units', jsonb_strip_nulls(jsonb_build_object(
            'code', inventory.plain_name(changes ->> 'code'), 'name', inventory.plain_name(changes ->> 'name'), 'decimals', changes -> 'decimals'
        )), (select to_jsonb(u) from inventory.units as u where u.code = btrim(edit_unit.unit)))
    );
    return null;
end
$$;
alter function api.edit_unit(text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_unit(text, jsonb, integer) to stockroom_manager;
comment on function api.edit_unit(text, jsonb, integer) is
'Changes the given fields of a unit: {"code"?, "name"?, "decimals"?: 0 to 6}, from the version that was read. Decimals are taken away only while no stock has them. Answers it as one JSON object, as api.units has it. Raises IN011 where it changed meanwhile, IN014, IN015, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
