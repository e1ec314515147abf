create or replace function api.edit_subscription(subscription integer, category text default null, location text default null, minimum_severity text default 'info')
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    update inventory.subscriptions as s
    set category_id = case when nullif(btrim(category), '') is not null then inventory.category_of(category) end,
        location_id = case when nullif(btrim(location), '') is not null then inventory.location_of(location) end,
        minimum_severity = coalesce(edit_subscription.minimum_severity, 'info')
    where s.subscription_id = edit_subscription.subscription
    returning s.subscription_id into v_id;
    if v_id is null then
        raise exception using errcode = 'IN014', message = 'No such line that you may change.', hint = 'See api.list_subscriptions.';
    end if;
    return inventory.subscription_answer(v_id);
exception
    when insufficient_privilege then
        raise exception using errcode = 'IN018', message = 'You may not have them told of that.', hint = 'Choose a place that you see.';
    when integrity_constraint_violation or sqlstate 'IN014' then
        get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
            v_constraint = constraint_name, v_column = column_name;
        perform inventory.refuse_all(
            inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
            inventory.row_problems('inventory.subscriptions', jsonb_build_object('minimum_severity', coalesce(minimum_severity, 'info')))
            || case when nullif(btrim(category), '') is not null then inventory.problem_with('category', to_jsonb(category)) else '[]' end
            || case when nullif(btrim(location), '') is not null then inventory.problem_with('location', to_jsonb(location)) else '[]' end
        );
        return null;
end
$$;
alter function api.edit_subscription(integer, text, text, text) owner to stockroom_owner;
grant execute on function api.edit_subscription(integer, text, text, text) to stockroom_viewer, stockroom_auditor;
comment on function api.edit_subscription(integer, text, text, text) is
'Changes of what somebody is told: category, location (null for all) and the least severity. Answers it as one JSON object, as api.list_subscriptions does. Raises IN014, IN017 (DETAIL: the field, and where several are wrong all as "problems"), IN018.';
