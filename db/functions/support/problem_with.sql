create or replace function inventory.problem_with(what text, said jsonb, field text default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Each is asked by its own check, which raises: what it raises is the problem.
declare
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    case what
        when 'category' then perform inventory.category_of(said #>> '{}', coalesce(problem_with.field, 'category'));
        when 'unit' then perform inventory.unit_of(said #>> '{}');
        when 'item' then perform inventory.item_of(said #>> '{}');
        when 'location' then perform inventory.location_of(said #>> '{}', coalesce(problem_with.field, 'location'));
        when 'tags' then perform inventory.tags_of(jsonb_build_object('tags', said));
        when 'minimum', 'maximum' then perform inventory.bound_of(jsonb_build_object(what, said), what);
        when 'severity' then perform inventory.check_choice('severity', said #>> '{}', array['info', 'warning', 'critical']);
        when 'packs' then perform inventory.check_packs(said);
        when 'time_zone' then perform inventory.check_zone(said #>> '{}');
        when 'search' then perform inventory.read_search(coalesce(said #>> '{}', ''));
        when 'told' then perform inventory.check_told(said #>> '{}');
        when 'place' then perform inventory.check_place(said ->> 'kind', (said ->> 'parent_id')::integer);
        when 'attribute' then perform inventory.check_attribute_name(said ->> 'attribute', (said ->> 'category_id')::integer);
        when 'choices' then perform inventory.check_choices(null, array(select c.choice #>> '{}' from jsonb_path_query(said, 'strict $[*]', silent => true) as c (choice)));
        when 'unit_of_number' then perform inventory.check_choices(said #>> '{}', null);
        when 'login_name' then perform auth.check_login_name(said #>> '{}');
        when 'groups' then perform auth.check_groups(array(select g.name from jsonb_array_elements_text(said) as g (name)));
    end case;
    return '[]';
exception when integrity_constraint_violation or sqlstate 'IN012' or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    return jsonb_build_array(inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column));
end
$$;
alter function inventory.problem_with(text, jsonb, text) owner to stockroom_owner;
grant execute on function inventory.problem_with(text, jsonb, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_auth;
comment on function inventory.problem_with(text, jsonb, text) is
'What is wrong with one thing that was said, by its own check, as an array of inventory.problem_of; empty where nothing is. field: what a form calls it, where that is not what it is (the parent, which is a location).';
