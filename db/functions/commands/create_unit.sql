create or replace function api.create_unit(code text, name text, decimals integer default 0)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_code text := inventory.plain_name(coalesce(create_unit.code, ''));
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    insert into inventory.units (code, name, decimals) values (v_code, inventory.plain_name(coalesce(create_unit.name, '')), coalesce(create_unit.decimals, 0));
    return inventory.unit_answer(v_code);
exception when integrity_constraint_violation then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.units', jsonb_build_object(
            'code', v_code, 'name', inventory.plain_name(coalesce(create_unit.name, '')), 'decimals', coalesce(create_unit.decimals, 0)
        ))
    );
    return null;
end
$$;
alter function api.create_unit(text, text, integer) owner to stockroom_owner;
grant execute on function api.create_unit(text, text, integer) to stockroom_manager;
comment on function api.create_unit(text, text, integer) is
'Creates a unit of quantity. decimals: how many decimal places a quantity in it may have, 0 to 6. Answers it as one JSON object, as api.units has it. Raises IN017 (DETAIL: the field, and where several are wrong all as "problems").';
