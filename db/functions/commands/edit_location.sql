create or replace function api.edit_location(location text, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location inventory.locations;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_keys(said => changes, known => array['code', 'name', 'kind', 'allow_negative'], nested => '{}');
    v_location := inventory.kept_location(edit_location.location);
    perform inventory.check_kinds(said => changes, kinds => '{"allow_negative": "boolean"}');
    update inventory.locations as l
    set code = coalesce(changes ->> 'code', l.code), name = coalesce(changes ->> 'name', l.name),
        kind = coalesce(changes ->> 'kind', l.kind),
        allow_negative = coalesce((changes ->> 'allow_negative')::boolean, l.allow_negative),
        version = edit_location.version
    where l.location_id = v_location.location_id
    returning * into v_location;
    return inventory.location_answer(v_location.code);
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.locations', jsonb_strip_nulls(jsonb_build_object(
            'code', upper(inventory.plain_name(changes ->> 'code')), 'name', inventory.plain_name(changes ->> 'name'), 'kind', changes -> 'kind'
        )), to_jsonb(v_location))
            || inventory.problem_with('place', jsonb_build_object('kind', coalesce(changes ->> 'kind', v_location.kind), 'parent_id', v_location.parent_id))
    );
    return null;
end
$$;
alter function api.edit_location(text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_location(text, jsonb, integer) to stockroom_manager, stockroom_admin;
comment on function api.edit_location(text, jsonb, integer) is
'Changes the given fields of a place: {"code"?, "name"?, "kind"?, "allow_negative"?: boolean}, from the version that was read. It is moved by api.move_location. Answers it as one JSON object, as api.locations has it. Raises IN011 where it changed meanwhile, IN014, IN015, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems"), IN018.';
