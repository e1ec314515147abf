create or replace function api.reset_second_factor(person text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Their sessions end: who asked the admin may not be who is signed in.
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in admin manages people.',
            hint = 'Sign in; becoming a role is not signing in.';
    elsif reset_second_factor.person = auth.signed_in() then
        raise exception using errcode = 'IN016', message = 'Nobody resets their own second factor.', hint = 'Ask another admin.';
    elsif not exists (select from auth.second_factors as f where f.person = reset_second_factor.person) then
        raise exception using errcode = 'IN014', message = format('No person "%s" with a second factor.', left(person, 63)), hint = 'Check the name.';
    end if;
    perform auth.forget_second_factor(person);
    perform auth.end_sessions(person);
    perform inventory.tell_admins(person => reset_second_factor.person, what => 'second_factor');
end
$$;
alter function api.reset_second_factor(text) owner to stockroom_auth;
grant execute on function api.reset_second_factor(text) to stockroom_admin;
comment on function api.reset_second_factor(text) is
'Removes the second factor of somebody who lost it, and ends their sessions and devices; their password stays. Not one''s own. Raises IN006, IN014, IN016. Enqueues send_notice where that is another admin.';
