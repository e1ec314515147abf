create or replace function api.create_saved_view(saved_view jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_me text := auth.signed_in();
    v_view_id uuid;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    if v_me is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    perform inventory.check_saved_view(saved_view);
    -- Beyond these nobody finds one again, and the tabs would not be read in one go.
    if (select count(*) from inventory.saved_views as v where v.owner = v_me) >= 100 then
        raise exception using errcode = 'IN015', message = 'You have 100 saved views already.', hint = 'Remove one first.';
    end if;
    insert into inventory.saved_views (owner, name, query, sort, columns, shared_with, pinned)
    values (
        v_me, btrim(saved_view ->> 'name'), coalesce(saved_view ->> 'query', ''), coalesce(saved_view ->> 'sort', ''),
        case when jsonb_typeof(saved_view -> 'columns') = 'array' then array(select jsonb_array_elements_text(saved_view -> 'columns')) end,
        nullif(saved_view ->> 'shared_with', ''), coalesce((saved_view ->> 'pinned')::boolean, true)
    )
    returning view_id into v_view_id;
    return inventory.saved_view_answer(v_view_id);
exception when integrity_constraint_violation or sqlstate 'IN012' or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.saved_views', inventory.saved_view_row(saved_view) || jsonb_build_object('owner', v_me, 'list', 'items'))
            || inventory.problem_with('search', saved_view -> 'query')
    );
    return null;
end
$$;
alter function api.create_saved_view(jsonb) owner to stockroom_owner;
grant execute on function api.create_saved_view(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.create_saved_view(jsonb) is
'Keeps a search of items: {"name", "query"?, "sort"?, "columns"?: array, "shared_with"? (a group; managers share), "pinned"?: true or false}. Answers it as one JSON object with its key "view". Each reader finds what they may see themselves. Raises IN006, IN012 where the search cannot be read, IN014, IN015 for more than 100 of one''s own, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
