create or replace function inventory.problem_with(what text, said jsonb)
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
    if what = 'category' then
        perform inventory.category_of(said #>> '{}');
    elsif what = 'unit' then
        perform inventory.unit_of(said #>> '{}');
    elsif what = 'location' then
        perform inventory.location_of(said #>> '{}');
    elsif what = 'tags' then
        perform inventory.tags_of(jsonb_build_object('tags', said));
    elsif what = 'packs' then
        perform inventory.check_packs(said);
    elsif what = 'login_name' then
        perform auth.check_login_name(said #>> '{}');
    elsif what = 'groups' then
        perform auth.check_groups(array(select g.name from jsonb_array_elements_text(said) as g (name)));
    end if;
    return '[]';
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    return jsonb_build_array(inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column));
end
$$;
alter function inventory.problem_with(text, jsonb) owner to stockroom_owner;
grant execute on function inventory.problem_with(text, jsonb) to stockroom_manager, stockroom_admin, stockroom_people;
comment on function inventory.problem_with(text, jsonb) is
'What is wrong with one thing that was said (category, unit, location, tags, packs, login_name or groups), as an array of inventory.problem_of; empty where nothing is.';
