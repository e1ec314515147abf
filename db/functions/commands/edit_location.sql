create or replace function api.edit_location(location text, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location inventory.locations;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_keys(said => changes, known => array['code', 'name', 'kind', 'allow_negative'], nested => '{}');
    if changes ? 'allow_negative' and jsonb_typeof(changes -> 'allow_negative') <> 'boolean' then
        raise exception using errcode = 'IN014', message = 'Whether stock may go below zero is true or false.',
            detail = '{"field": "allow_negative"}', hint = 'Give true or false, or leave it out.';
    end if;
    v_location := inventory.kept_location(edit_location.location);
    update inventory.locations as l
    set code = coalesce(changes ->> 'code', l.code), name = coalesce(changes ->> 'name', l.name),
        kind = coalesce(changes ->> 'kind', l.kind),
        allow_negative = coalesce((changes ->> 'allow_negative')::boolean, l.allow_negative),
        version = edit_location.version
    where l.location_id = v_location.location_id
    returning * into v_location;
    return inventory.location_answer(v_location.code);
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
    return null;
end
$$;
alter function api.edit_location(text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_location(text, jsonb, integer) to stockroom_manager, stockroom_admin;
comment on function api.edit_location(text, jsonb, integer) is
'Changes the given fields of a place: {"code"?, "name"?, "kind"?, "allow_negative"?: boolean}, from the version that was read. It is moved by api.move_location. Answers it as one JSON object, as api.locations has it. Raises IN011 where it changed meanwhile, IN014, IN015, IN016, IN017 (DETAIL: the field), IN018.';
