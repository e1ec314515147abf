create or replace function auth.person_refusal(person text, action text, actor text default null)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- One rule for the command, which refuses, for the page, which says so beforehand, and for
-- api.explain_access(), which asks about somebody else (actor).
declare
    v_actor text := coalesce(person_refusal.actor, auth.signed_in());
    v_own boolean := person_refusal.person = v_actor;
    v_person auth.people;
begin
    if not auth.may_act() then
        return 'Only a signed-in admin manages people.';
    elsif v_actor is not null and not pg_has_role(v_actor::name, 'stockroom_admin', 'usage') then
        return 'Only an admin does this.';
    end if;
    select p.* into v_person from auth.people as p where p.person = person_refusal.person;
    return case
        when action in ('disable_user', 'offboard_user') and auth.is_last_admin(v_person.person)
            then format('%s is the last admin. Make somebody else an admin first.', v_person.person)
        when action = 'offboard_user' and v_own then 'Nobody offboards themselves. Ask another admin.'
        when action = 'reset_second_factor' and v_own then 'Nobody resets their own second factor. Ask another admin.'
        when action = 'reset_second_factor' and not exists (select from auth.second_factors as f where f.person = v_person.person)
            then 'They have no second factor.'
        when action = 'set_groups' and not auth.may_change_groups(v_person.person, v_actor)
            then 'Nobody changes their own groups while there is another admin, or was lately. Ask one.'
        when action = 'disable_user' and v_person.disabled_at is not null then 'Their access is ended already.'
        when action = 'enable_user' and v_person.disabled_at is null then 'Their access is not ended.'
        when action = 'create_token' and v_person.kind = 'person' then 'Only a tool or an API client has tokens. People sign in.'
        when action in ('send_invitation', 'invitation_link') and v_person.kind <> 'person'
            then 'Only a person is invited. A tool''s password is set, a client has tokens.'
        when action = 'set_password' and v_person.kind = 'client' then 'An API client has no password, only tokens.'
        when action in ('send_invitation', 'invitation_link', 'create_token') and v_person.disabled_at is not null
            then 'Their access is ended. Enable them first.'
        when action in ('send_invitation', 'invitation_link', 'create_token') and v_person.valid_until <= statement_timestamp()
            then 'Their access ended by itself. Give them a later end first.'
        when action = 'send_invitation' and v_person.email is null then 'They have no e-mail address. Add one, or hand them the link.'
    end;
end
$$;
alter function auth.person_refusal(text, text, text) owner to stockroom_auth;
grant execute on function auth.person_refusal(text, text, text) to stockroom_people, stockroom_reader;
comment on function auth.person_refusal(text, text, text) is
'Why the actor (the caller, unless another is named) may not do this to a person (action: the name of the function of schema api), in a sentence; null where they may.';
