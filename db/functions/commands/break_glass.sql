create or replace function api.break_glass(
    reason text, location text default null, group_name text default null, hours integer default null
)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- For oneself, for hours, and never in silence: the same transaction writes to all who must know.
declare
    v_person text := auth.signed_in();
    v_location_id integer;
    v_taken auth.break_glass_grants;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    -- Whoever becomes somebody's companion without their token is nobody.
    if v_person is null then
        raise exception using errcode = 'IN006', message = 'Only a signed-in manager or admin takes rights.', hint = 'Sign in.';
    end if;
    perform auth.end_past_rights(v_person);
    -- One at a time for each person: what they hold is looked at next.
    perform from auth.people as p where p.person = v_person for no key update;
    perform auth.check_break_glass(group_name, hours);
    select l.location_id into v_location_id from inventory.locations as l where l.code = upper(break_glass.location) and l.retired_at is null;
    if not found then
        raise exception using errcode = 'IN014', message = format('No location "%s".', left(coalesce(location, ''), 60)),
            detail = jsonb_build_object('field', 'location', 'value', left(location, 60))::text, hint = 'Name the place by its code.';
    end if;
    insert into auth.break_glass_grants (person, group_name, location_id, reason, valid_until)
    values (
        v_person, break_glass.group_name, v_location_id, trim(coalesce(break_glass.reason, '')),
        clock_timestamp() + make_interval(hours => coalesce(break_glass.hours, (select s.break_glass_hours from inventory.settings as s)))
    ) returning * into v_taken;
    perform auth.take_rights(v_taken);
    return jsonb_build_object(
        'break_glass', v_taken.break_glass_id, 'location', upper(location), 'group_name', v_taken.group_name,
        'valid_until', v_taken.valid_until, 'told', (
            select count(*) filter (where inventory.tell_person(p.person, 'break_glass', v_taken.break_glass_id::text) is not null)
            from auth.members_of('{admin,auditor,manager}') as p
            where p.person <> v_person and p.kind = 'person' and p.disabled_at is null and auth.hears_of_break_glass(p.person, v_location_id)
        )
    );
exception when check_violation or not_null_violation or sqlstate 'IN014' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.problem_with('location', coalesce(to_jsonb(location), '""')) || inventory.row_problems('auth.break_glass_grants', jsonb_build_object('reason', trim(coalesce(break_glass.reason, ''))))
    );
    return null;
end
$$;
alter function api.break_glass(text, text, text, integer) owner to stockroom_people;
grant execute on function api.break_glass(text, text, text, integer) to stockroom_manager, stockroom_admin;
comment on function api.break_glass(text, text, text, integer) is
'Takes a place one does not hold, in an emergency: for oneself, for at most the hours the settings allow, with a reason. Admins take a group too: viewer, staff or manager; it holds at all their places meanwhile. Ends by itself. All admins and auditors, and the managers of the place, are told at once. Answers {"break_glass", "location", "group_name", "valid_until", "told": how many mails}. Raises IN006, IN014, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems"), IN018. Enqueues send_notice.';
