create or replace function api.send_invitation(person text, purpose text default 'invitation')
returns uuid
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.check_person(person, 'send_invitation');
    if (purpose in ('invitation', 'password')) is not true then
        raise exception using errcode = 'IN014', message = format('No purpose "%s".', left(purpose, 60)), hint = 'invitation or password.';
    end if;
    perform inventory.tell_admins(person => send_invitation.person, what => 'link');
    return inventory.tell_person(person => send_invitation.person, notice => 'invitation', about => send_invitation.purpose);
end
$$;
alter function api.send_invitation(text, text) owner to stockroom_keeper;
grant execute on function api.send_invitation(text, text) to stockroom_admin;
comment on function api.send_invitation(text, text) is
'Mails a person a link by which they set their password, once, within 7 days; earlier links stop working. purpose: invitation (the first password) or password (a new one). Answers the delivery. Raises IN006, IN014, IN015 where they have no address or no access. Enqueues send_notice.';
