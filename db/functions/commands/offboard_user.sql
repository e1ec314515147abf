create or replace function api.offboard_user(person text)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Everything that could let them in or tell them anything, in one transaction; their row stays,
-- for history names them.
declare
    v_did jsonb;
    v_groups text[];
    v_ended integer;
begin
    perform auth.check_person(person, 'offboard_user');
    perform auth.hold_admins(person);
    perform auth.check_person(person, 'offboard_user'); -- of two admins who offboard each other at once, one stays
    execute format('alter role %I nologin', person);
    execute format('alter role %I password null', person);
    v_groups := auth.revoke_groups(person, stay => '{}');
    v_did := auth.forget_rights(person) || jsonb_build_object(
        'person', offboard_user.person, 'groups', v_groups, 'groups_left', auth.groups_of(offboard_user.person),
        'subscriptions', inventory.forget_subscriptions(offboard_user.person)
    );
    update auth.people as p set disabled_at = coalesce(p.disabled_at, now()), recorded_groups = auth.groups_of(offboard_user.person)
    where p.person = offboard_user.person;
    select count(pg_terminate_backend(a.pid)) into v_ended
    from pg_catalog.pg_stat_activity as a where a.usename = offboard_user.person and a.pid <> pg_backend_pid();
    return v_did || jsonb_build_object('connections', v_ended);
end
$$;
alter function api.offboard_user(text) owner to stockroom_people;
grant execute on function api.offboard_user(text) to stockroom_admin;
comment on function api.offboard_user(text) is
'Ends everything a person has, in one step: login, password, connections, sessions, tokens, devices, second factor, links, groups, places and subscriptions. History keeps their name. Answers {"person", "connections", "sessions", "tokens", "devices", "second_factor", "invitations", "subscriptions": how many, "groups", "places": which, "groups_left": given by a DBA}. Raises IN006, IN014, IN015 for the last admin and for oneself, IN016.';
