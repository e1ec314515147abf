create or replace function api.change_attribute(category text, attribute text, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_attribute_id integer := inventory.attribute_of(category, attribute);
    v_constraint text;
    v_column text;
begin
    perform inventory.check_keys(said => changes, known => array['label', 'type', 'unit', 'choices', 'required', 'position'], nested => array['choices']);
    if jsonb_typeof(coalesce(nullif(changes -> 'choices', 'null'), '[]')) <> 'array' or changes @? '$.choices ? (@.type() == "array")[*] ? (@.type() != "string")'
        or jsonb_typeof(coalesce(changes -> 'required', 'true')) <> 'boolean'
        or coalesce(changes ->> 'position', '0') !~ '^-?[0-9]{1,9}$' then
        raise exception using errcode = 'IN014', message = 'What was given is not understood.', detail = '{"field": "changes"}',
            hint = 'choices is an array of texts, required true or false, position a whole number.';
    end if;
    update inventory.attributes as a
    set label = coalesce(changes ->> 'label', a.label), type = coalesce(changes ->> 'type', a.type),
        unit = case when changes ? 'unit' then changes ->> 'unit' else a.unit end,
        choices = case when changes ? 'choices' then array(select c.value from jsonb_array_elements_text(coalesce(nullif(changes -> 'choices', 'null'), '[]')) as c) else a.choices end,
        required = coalesce((changes ->> 'required')::boolean, a.required),
        position = coalesce((changes ->> 'position')::integer, a.position), version = change_attribute.version
    where a.attribute_id = v_attribute_id;
    if not found then
        raise exception using errcode = 'IN014', message = 'No attribute that you may change.', hint = 'Sign in as a manager.';
    end if;
    return inventory.attribute_answer(v_attribute_id) || inventory.attribute_items(v_attribute_id);
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
    return null;
end
$$;
alter function api.change_attribute(text, text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.change_attribute(text, text, jsonb, integer) to stockroom_manager;
comment on function api.change_attribute(text, text, jsonb, integer) is
'Changes the given fields of an attribute: {"label"?, "unit"?, "choices"?: array, "required"?, "position"?, "type"?: while no item has a value}, from the version that was read. A choice that items have stays. Values are not converted to another unit. Items that lack a value that is now required keep what they have. Answers it as one JSON object, as api.declare_attribute does. Raises IN011 where it changed meanwhile, IN014, IN015 (DETAIL: the field, and how many items), IN016, IN017 (DETAIL: the field).';
