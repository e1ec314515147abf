create or replace function api.set_password(person text, verifier text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in admin manages people.',
            hint = 'Sign in; becoming a role is not signing in.';
    elsif verifier is null or not auth.is_verifier(verifier) then
        raise exception using errcode = 'IN014', message = 'The password is not a SCRAM-SHA-256 verifier.',
            hint = 'Make it on the client: PGconn.encrypt_password.';
    elsif not exists (select from auth.people as p where p.person = set_password.person) then
        raise exception using errcode = 'IN014', message = format('No person "%s".', left(person, 63)), hint = 'Check the name.';
    end if;
    perform auth.check_person(person, 'set_password');
    execute format('alter role %I password %L', person, verifier);
    perform auth.end_sessions(person);
    perform auth.end_invitations(person);
    perform inventory.tell_admins(person => set_password.person, what => 'password');
end
$$;
alter function api.set_password(text, text) owner to stockroom_people;
grant execute on function api.set_password(text, text) to stockroom_admin;
comment on function api.set_password(text, text) is
'Sets a person''s password as a SCRAM-SHA-256 verifier made by the client, and ends their sessions, tokens, devices and links. Raises IN006, IN014, IN015 for an API client, which has none. Enqueues send_notice where that is another admin.';
