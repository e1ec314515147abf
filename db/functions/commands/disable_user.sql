create or replace function api.disable_user(person text)
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- One's own connection goes on to its end: terminated, it would take all of this back.
declare
    v_ended integer;
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in admin manages people.',
            hint = 'Sign in; becoming a role is not signing in.';
    end if;
    perform auth.hold_admins(person);
    if auth.is_last_admin(disable_user.person) then
        raise exception using errcode = 'IN015', message = format('%s is the last admin.', person),
            hint = 'Make somebody else an admin first.';
    end if;
    update auth.people as p set disabled_at = now() where p.person = disable_user.person and p.disabled_at is null;
    if not found then
        raise exception using errcode = 'IN014', message = format('No active person "%s".', left(person, 63)), hint = 'Check the name.';
    end if;
    execute format('alter role %I nologin', person);
    perform auth.end_sessions(person);
    select count(pg_terminate_backend(a.pid)) into v_ended
    from pg_catalog.pg_stat_activity as a where a.usename = disable_user.person and a.pid <> pg_backend_pid();
    return v_ended;
end
$$;
alter function api.disable_user(text) owner to stockroom_people;
grant execute on function api.disable_user(text) to stockroom_admin;
comment on function api.disable_user(text) is
'Ends a person''s access in one step: no login, sessions, tokens and devices ended, connections terminated. One''s own connection stays open for at most half a minute, without rights. Answers how many connections were ended. Raises IN006, IN014, IN015 for the last admin.';
