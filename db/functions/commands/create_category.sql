create or replace function api.create_category(code text, name text, parent text default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_code text := upper(btrim(coalesce(create_category.code, '')));
    v_constraint text;
    v_column text;
begin
    insert into inventory.categories (code, name, parent_id)
    values (v_code, btrim(coalesce(create_category.name, '')),
            case when nullif(btrim(parent), '') is not null then inventory.category_of(parent) end);
    return inventory.category_answer(v_code);
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
    return null;
end
$$;
alter function api.create_category(text, text, text) owner to stockroom_owner;
grant execute on function api.create_category(text, text, text) to stockroom_manager;
comment on function api.create_category(text, text, text) is
'Creates a category, at the top or within another; it inherits the fields declared above it. Answers it as one JSON object, as api.categories has it. Raises IN014, IN017 (DETAIL: the field).';
