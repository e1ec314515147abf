create or replace function api.edit_saved_view(view uuid, changes jsonb, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_saved_view(changes);
    update inventory.saved_views as v set
        name = btrim(coalesce(changes ->> 'name', v.name)), query = coalesce(changes ->> 'query', v.query),
        sort = coalesce(changes ->> 'sort', v.sort),
        columns = case
            when not changes ? 'columns' then v.columns
            when jsonb_typeof(changes -> 'columns') = 'array' then array(select jsonb_array_elements_text(changes -> 'columns'))
        end,
        shared_with = case when changes ? 'shared_with' then nullif(changes ->> 'shared_with', '') else v.shared_with end,
        pinned = coalesce((changes ->> 'pinned')::boolean, v.pinned),
        version = edit_saved_view.version
    where v.view_id = edit_saved_view.view;
    if not found then
        raise exception using errcode = 'IN014', message = 'No saved view that you may change.', hint = 'Its owner may, and managers where it is shared.';
    end if;
    return inventory.saved_view_answer(edit_saved_view.view);
exception when integrity_constraint_violation or sqlstate 'IN012' or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.saved_views', inventory.saved_view_row(changes), (select to_jsonb(v) from inventory.saved_views as v where v.view_id = edit_saved_view.view))
            || inventory.problem_with('search', changes -> 'query')
    );
    return null;
end
$$;
alter function api.edit_saved_view(uuid, jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_saved_view(uuid, jsonb, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.edit_saved_view(uuid, jsonb, integer) is
'Changes the given fields of a saved view (as in api.create_saved_view), from the version that was read. Answers it as one JSON object. Raises IN011 where it changed meanwhile, IN012, IN014, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
