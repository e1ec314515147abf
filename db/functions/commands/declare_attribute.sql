create or replace function api.declare_attribute(
    category text, attribute text, label text, type text, unit text default null, choices text[] default null,
    required boolean default false, "position" integer default 0
)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_attribute_id integer;
    v_category_id integer;
    v_name constant text := lower(btrim(coalesce(declare_attribute.attribute, '')));
    v_unit constant text := nullif(btrim(declare_attribute.unit), '');
    v_choices constant text[] := inventory.bare_choices(declare_attribute.choices);
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    v_category_id := inventory.category_of(category);
    insert into inventory.attributes (category_id, attribute, label, type, unit, choices, required, position)
    values (
        v_category_id, v_name, coalesce(declare_attribute.label, ''),
        coalesce(declare_attribute.type, ''), v_unit, v_choices,
        coalesce(declare_attribute.required, false), coalesce(declare_attribute."position", 0)
    )
    returning attribute_id into v_attribute_id;
    return inventory.attribute_answer(v_attribute_id) || inventory.attribute_items(v_attribute_id);
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.problem_with('category', coalesce(to_jsonb(category), 'null'))
            || inventory.problem_with('attribute', jsonb_build_object('attribute', v_name, 'category_id', v_category_id))
            || inventory.row_problems('inventory.attributes', jsonb_build_object(
                'category_id', coalesce(v_category_id, 0), 'attribute', v_name,
                'label', btrim(coalesce(label, '')), 'type', coalesce(type, ''), 'unit', v_unit, 'choices', v_choices
            ))
            || inventory.problem_with('unit_of_number', to_jsonb(v_unit)) || inventory.problem_with('choices', to_jsonb(v_choices))
    );
    return null;
end
$$;
alter function api.declare_attribute(text, text, text, text, text, text[], boolean, integer) owner to stockroom_owner;
grant execute on function api.declare_attribute(text, text, text, text, text, text[], boolean, integer) to stockroom_manager;
comment on function api.declare_attribute(text, text, text, text, text, text[], boolean, integer) is
'Declares a field of the items of a category and of those below it; its name is a qualifier of the search. type: text, number, choice, date or boolean. unit: of a number, as shown (kg). choices: of a choice. required: a new item must have it; those there are stay as they are. position: its order among the fields. Answers it as {"category", "category_name", "attribute", "label", "type", "unit", "choices", "required", "position", "retired_at", "version", "updated_at", "updated_by", "items", "items_exact", "having", "lacking"}: the last four as in api.attribute_page. Raises IN014, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
