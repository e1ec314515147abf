create or replace function api.edit_user(person text, changes jsonb)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_until timestamptz;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform auth.check_person(person, 'edit_user');
    if jsonb_typeof(changes) is distinct from 'object' then
        raise exception using errcode = 'IN014', message = 'The changes are no JSON object.', hint = 'For instance {"name": "Ann Lee"}.';
    end if;
    perform inventory.check_keys(said => changes, known => array['name', 'email', 'time_zone', 'valid_until'], nested => '{}');
    perform inventory.check_kinds(said => changes, kinds => '{"valid_until": "time?"}');
    if changes ? 'valid_until' then
        v_until := (changes ->> 'valid_until')::timestamptz;
        perform auth.hold_admins(person);
        if auth.is_last_admin(person) and v_until is not null then
            raise exception using errcode = 'IN015', message = format('%s is the last admin: their access has no end.', person),
                hint = 'Make somebody else an admin first.';
        elsif not auth.may_change_groups(person)
            and v_until is distinct from (select p.valid_until from auth.people as p where p.person = edit_user.person)
        then
            raise exception using errcode = 'IN015', message = 'Nobody changes when their own access ends.', hint = 'Ask another admin.';
        end if;
    end if;
    update auth.people as p set
        name = case when changes ? 'name' then changes ->> 'name' else p.name end,
        email = case when changes ? 'email' then nullif(changes ->> 'email', '') else p.email end,
        time_zone = case when changes ? 'time_zone' then nullif(changes ->> 'time_zone', '') else p.time_zone end,
        valid_until = case when changes ? 'valid_until' then v_until else p.valid_until end
    where p.person = edit_user.person;
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('auth.people', jsonb_strip_nulls(jsonb_build_object('name', changes -> 'name', 'email', nullif(changes ->> 'email', ''))))
            || inventory.problem_with('time_zone', to_jsonb(nullif(changes ->> 'time_zone', '')))
    );
end
$$;
alter function api.edit_user(text, jsonb) owner to stockroom_people;
grant execute on function api.edit_user(text, jsonb) to stockroom_admin;
comment on function api.edit_user(text, jsonb) is
'Changes what is given of {"name", "email", "time_zone", "valid_until": time or null}. Raises IN006, IN014, IN015 for an end of the last admin or of oneself, IN017 (DETAIL: the field, and where several are wrong all as "problems"). Enqueues send_notice where that is another admin.';
