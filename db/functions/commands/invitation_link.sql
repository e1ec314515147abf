create or replace function api.invitation_link(person text, purpose text default 'invitation')
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.check_person(person, 'invitation_link');
    if (purpose in ('invitation', 'password')) is not true then
        raise exception using errcode = 'IN014', message = format('No purpose "%s".', left(purpose, 60)), hint = 'invitation or password.';
    end if;
    perform inventory.tell_admins(person => invitation_link.person, what => 'link');
    return auth.make_invitation(person, purpose, coalesce(auth.signed_in(), session_user));
end
$$;
alter function api.invitation_link(text, text) owner to stockroom_auth;
grant execute on function api.invitation_link(text, text) to stockroom_admin;
comment on function api.invitation_link(text, text) is
'The token of a link to hand over where no mail reaches a person: /invitation/<token> lets them set their password, once, within 7 days. Earlier links of theirs stop working. purpose: invitation (the first password) or password (a new one). Raises IN006, IN014, IN015. Enqueues send_notice where that is another admin.';
