create or replace function api.create_category(code text, name text, parent text default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_code text := upper(inventory.plain_name(coalesce(create_category.code, '')));
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    insert into inventory.categories (code, name, parent_id)
    values (v_code, inventory.plain_name(coalesce(create_category.name, '')),
            case when nullif(btrim(parent), '') is not null then inventory.category_of(parent, 'parent') end);
    return inventory.category_answer(v_code);
exception when integrity_constraint_violation or sqlstate 'IN014' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.categories', jsonb_build_object('code', v_code, 'name', inventory.plain_name(coalesce(create_category.name, ''))))
            || case when nullif(btrim(parent), '') is not null then inventory.problem_with('category', to_jsonb(parent), 'parent') else '[]' end
    );
    return null;
end
$$;
alter function api.create_category(text, text, text) owner to stockroom_owner;
grant execute on function api.create_category(text, text, text) to stockroom_manager;
comment on function api.create_category(text, text, text) is
'Creates a category, at the top or within another; it inherits the fields declared above it. Answers it as one JSON object, as api.categories has it. Raises IN014, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
