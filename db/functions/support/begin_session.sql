create or replace function auth.begin_session(user_agent text default '', address text default null)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Takes no name: whoever proved a password to Postgres gets their own session and no other.
-- Not auth.signed_in(): who has a second factor is nobody on a direct login, and comes here first.
declare
    v_needs text;
begin
    -- Who is kept out by emergency rights that are over comes in again with their own.
    perform auth.end_past_rights(session_user::text);
    if session_user = 'stockroom_web' or not auth.may_sign_in(session_user) then
        raise exception using errcode = 'IN006', message = 'This role is no person of Stockroom''s.',
            hint = 'Ask an admin to create you: stockroom user create.';
    end if;
    v_needs := auth.needs_second_factor(session_user);
    return jsonb_build_object(
        'token', auth.add_session(
            session_user, case when v_needs is null then 'web' else 'second_factor' end, begin_session.user_agent, begin_session.address
        ),
        'needs', v_needs
    );
end
$$;
alter function auth.begin_session(text, text) owner to stockroom_auth;
grant execute on function auth.begin_session(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function auth.begin_session(text, text) is
'Begins a web session for the person whose own login this is: {"token": about 256 random bits, base64url, once; "needs": null where that is a session, code or enrolment where auth.finish_sign_in() makes it one}. Never through the web pool. Raises IN006, IN016.';
