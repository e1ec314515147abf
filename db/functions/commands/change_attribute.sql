create or replace function api.change_attribute(category text, attribute text, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_attribute_id integer := inventory.attribute_of(category, attribute);
    v_unit constant text := nullif(btrim(changes ->> 'unit'), '');
    v_choices constant text[] := inventory.bare_choices(array(select c.choice #>> '{}' from jsonb_path_query(changes, 'strict $.choices[*]', silent => true) as c (choice)));
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_keys(said => changes, known => array['label', 'type', 'unit', 'choices', 'required', 'position'], nested => array['choices']);
    perform inventory.check_kinds(said => changes, kinds => '{"choices": "texts?", "required": "boolean", "position": "whole?"}');
    update inventory.attributes as a
    set label = coalesce(changes ->> 'label', a.label), type = coalesce(changes ->> 'type', a.type),
        unit = case when changes ? 'unit' then v_unit else a.unit end,
        choices = case when changes ? 'choices' then v_choices else a.choices end,
        required = coalesce((changes ->> 'required')::boolean, a.required),
        position = coalesce((changes ->> 'position')::integer, a.position), version = change_attribute.version
    where a.attribute_id = v_attribute_id;
    if not found then
        raise exception using errcode = 'IN014', message = 'No attribute that you may change.', hint = 'Sign in as a manager.';
    end if;
    return inventory.attribute_answer(v_attribute_id) || inventory.attribute_items(v_attribute_id);
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.attributes', jsonb_strip_nulls(jsonb_build_object('label', btrim(changes ->> 'label'), 'type', changes -> 'type'))
            || case when changes ? 'unit' then jsonb_build_object('unit', v_unit) else '{}' end
            || case when changes ? 'choices' then jsonb_build_object('choices', v_choices) else '{}' end,
            (select to_jsonb(a) from inventory.attributes as a where a.attribute_id = v_attribute_id))
            || inventory.problem_with('unit_of_number', to_jsonb(v_unit)) || inventory.problem_with('choices', to_jsonb(v_choices))
    );
    return null;
end
$$;
alter function api.change_attribute(text, text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.change_attribute(text, text, jsonb, integer) to stockroom_manager;
comment on function api.change_attribute(text, text, jsonb, integer) is
'Changes the given fields of an attribute: {"label"?, "unit"?, "choices"?: array, "required"?, "position"?, "type"?: while no item has a value}, from the version that was read. A choice that items have stays. Values are not converted to another unit. Items that lack a value that is now required keep what they have. Answers it as one JSON object, as api.declare_attribute does. Raises IN011 where it changed meanwhile, IN014, IN015 (DETAIL: the field, and how many items), IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
