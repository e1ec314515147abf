create or replace function api.edit_category(category text, changes jsonb, version integer)
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
    perform inventory.check_keys(said => changes, known => array['code', 'name', 'parent'], nested => '{}');
    update inventory.categories as c
    set code = coalesce(upper(inventory.plain_name(changes ->> 'code')), c.code), name = coalesce(inventory.plain_name(changes ->> 'name'), c.name),
        parent_id = case
            when nullif(btrim(changes ->> 'parent'), '') is not null then inventory.category_of(changes ->> 'parent', 'parent')
            when not changes ? 'parent' then c.parent_id
        end,
        version = edit_category.version
    where c.category_id = inventory.category_of(edit_category.category)
    returning c.code into v_code;
    if not found then
        raise exception using errcode = 'IN014', message = 'No category that you may edit.', hint = 'Sign in as a manager.';
    end if;
    return inventory.category_answer(v_code);
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN015' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.categories', jsonb_strip_nulls(jsonb_build_object(
            'code', upper(inventory.plain_name(changes ->> 'code')), 'name', inventory.plain_name(changes ->> 'name'),
            'parent_id', (select c.category_id from inventory.categories as c where c.code = upper(btrim(changes ->> 'parent')))
        )), (select to_jsonb(c) from inventory.categories as c where c.code = upper(btrim(edit_category.category))))
            || case when nullif(btrim(changes ->> 'parent'), '') is not null then inventory.problem_with('category', changes -> 'parent', 'parent') else '[]' end
    );
    return null;
end
$$;
alter function api.edit_category(text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_category(text, jsonb, integer) to stockroom_manager;
comment on function api.edit_category(text, jsonb, integer) is
'Changes the given fields of a category: {"code"?, "name"?, "parent"?: code, null for the top}, from the version that was read. Moved, it takes the categories below along. Answers it as one JSON object, as api.categories has it. Raises IN011 where it changed meanwhile, IN014, IN015, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
