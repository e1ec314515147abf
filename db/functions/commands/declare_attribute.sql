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
    v_constraint text;
    v_column text;
begin
    insert into inventory.attributes (category_id, attribute, label, type, unit, choices, required, position)
    values (
        inventory.category_of(category), coalesce(declare_attribute.attribute, ''), coalesce(declare_attribute.label, ''),
        coalesce(declare_attribute.type, ''), declare_attribute.unit, declare_attribute.choices,
        coalesce(declare_attribute.required, false), coalesce(declare_attribute."position", 0)
    )
    returning attribute_id into v_attribute_id;
    return inventory.attribute_answer(v_attribute_id) || inventory.attribute_items(v_attribute_id);
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
    return null;
end
$$;
alter function api.declare_attribute(text, text, text, text, text, text[], boolean, integer) owner to stockroom_owner;
grant execute on function api.declare_attribute(text, text, text, text, text, text[], boolean, integer) to stockroom_manager;
comment on function api.declare_attribute(text, text, text, text, text, text[], boolean, integer) is
'Declares a field of the items of a category and of those below it; its name is a qualifier of the search. type: text, number, choice, date or boolean. unit: of a number, as shown (kg). choices: of a choice. required: a new item must have it; those there are stay as they are. position: its order among the fields. Answers it as {"category", "category_name", "attribute", "label", "type", "unit", "choices", "required", "position", "retired_at", "version", "updated_at", "updated_by", "items", "items_exact", "having", "lacking"}: the last four as in api.attribute_page. Raises IN014, IN016, IN017 (DETAIL: the field).';
