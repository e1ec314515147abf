create or replace function auth.need_fresh_sign_in()
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- What outlives the session, as a device does, is not for who found a browser open.
declare
    v_person constant text := auth.signed_in();
    v_session constant auth.sessions := auth.this_session();
begin
    if v_person is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    elsif session_user = 'stockroom_web' and (v_session.kind <> 'web' or v_session.created_at < now() - interval '15 minutes') then
        raise exception using errcode = 'IN006', message = 'For this, sign in with your password once more.',
            detail = '{"fresh": false}', hint = 'A sign-in counts for 15 minutes.';
    end if;
    return v_person;
end
$$;
alter function auth.need_fresh_sign_in() owner to stockroom_auth;
comment on function auth.need_fresh_sign_in() is
'The signed-in person, who gave their password on this login or in the last 15 minutes. Raises IN006.';
