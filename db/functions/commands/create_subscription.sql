create or replace function api.create_subscription(
    person text default null, group_name text default null, category text default null, location text default null, minimum_severity text default 'info'
)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_group text := nullif(btrim(create_subscription.group_name), '');
    v_person text := case when v_group is null then coalesce(nullif(btrim(create_subscription.person), ''), auth.signed_in()) else nullif(btrim(create_subscription.person), '') end;
    v_id integer;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_told(v_person);
    insert into inventory.subscriptions as s (person, group_name, category_id, location_id, minimum_severity)
    values (
        v_person, v_group,
        case when nullif(btrim(category), '') is not null then inventory.category_of(category) end,
        case when nullif(btrim(location), '') is not null then inventory.location_of(location) end,
        coalesce(create_subscription.minimum_severity, 'info')
    )
    returning s.subscription_id into v_id;
    return inventory.subscription_answer(v_id);
exception
    when insufficient_privilege then
        raise exception using errcode = 'IN018', message = 'You may not have them told of that.',
            hint = 'Everybody may for themselves, at places they see. A manager may for others at a place they hold, and for a group anywhere.';
    when integrity_constraint_violation or sqlstate 'IN014' then
        get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
            v_constraint = constraint_name, v_column = column_name;
        perform inventory.refuse_all(
            inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
            inventory.problem_with('told', to_jsonb(v_person)) || inventory.row_problems('inventory.subscriptions', jsonb_build_object('person', v_person, 'group_name', v_group, 'minimum_severity', coalesce(minimum_severity, 'info')))
            || case when nullif(btrim(category), '') is not null then inventory.problem_with('category', to_jsonb(category)) else '[]' end
            || case when nullif(btrim(location), '') is not null then inventory.problem_with('location', to_jsonb(location)) else '[]' end
        );
        return null;
end
$$;
alter function api.create_subscription(text, text, text, text, text) owner to stockroom_owner;
grant execute on function api.create_subscription(text, text, text, text, text) to stockroom_viewer, stockroom_auditor;
comment on function api.create_subscription(text, text, text, text, text) is
'Has somebody told of alerts by e-mail: person (who is signed in, where neither is given), or group_name (viewer, staff, manager or auditor). Only of items of a category and those below, only at a location and below, only of a severity and above: info, warning or critical. Being told also needs the right to see the place. Answers it as one JSON object, as api.list_subscriptions does. Raises IN014, IN017 (DETAIL: the field, and where several are wrong all as "problems"), IN018.';
