create or replace function auth.begin_own_password(token_hash bytea)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- On the person's own login, which the password they have opened. Who has a second factor shows
-- a session that it opened: a stolen password alone must not become a new one.
declare
    v_kept uuid;
begin
    select s.session_id into v_kept from auth.live_sessions as s
    where s.token_hash = begin_own_password.token_hash and s.person = session_user and s.kind = 'web';
    if session_user = 'stockroom_web' or not auth.may_sign_in(session_user)
        or (v_kept is null and (auth.needs_second_factor(session_user) is not null))
    then
        raise exception using errcode = 'IN006', message = 'You cannot change a password here.',
            hint = 'Sign in on the dashboard, and change it on your account''s page.';
    end if;
    perform auth.end_sessions(session_user::text, v_kept);
    perform auth.end_invitations(session_user::text);
end
$$;
alter function auth.begin_own_password(bytea) owner to stockroom_auth;
grant execute on function auth.begin_own_password(bytea) to stockroom_people;
comment on function auth.begin_own_password(bytea) is
'Ends all sessions, devices and links of whose own login this is, but the session shown, since their password is about to change. Raises IN006.';
