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
    v_constraint text;
    v_column text;
begin
    if v_person is not null and v_person <> auth.signed_in() and not exists (select from api.people as p where p.person = v_person) then
        raise exception using errcode = 'IN014', message = format('No person "%s".', left(v_person, 60)), detail = '{"field": "person"}', hint = 'Check the sign-in name.';
    end if;
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
    when integrity_constraint_violation then
        get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
        perform inventory.refuse_broken(v_constraint, v_column);
        return null;
end
$$;
alter function api.create_subscription(text, text, text, text, text) owner to stockroom_owner;
grant execute on function api.create_subscription(text, text, text, text, text) to stockroom_viewer, stockroom_auditor;
comment on function api.create_subscription(text, text, text, text, text) is
'Has somebody told of alerts by e-mail: person (who is signed in, where neither is given), or group_name (viewer, staff, manager or auditor). Only of items of a category and those below, only at a location and below, only of a severity and above: info, warning or critical. Being told also needs the right to see the place. Answers it as one JSON object, as api.list_subscriptions does. Raises IN014, IN017 (DETAIL: the field), IN018.';
