create or replace function auth.open_session(user_agent text default '', address text default null)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Takes no name: whoever proved a password to Postgres gets their own session and no other.
declare
    v_token text := translate(
        encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
            || substring(uuid_send(gen_random_uuid()), 10), 'base64'),
        '+/=' || chr(10), '-_'
    );
begin
    if session_user = 'stockroom_web' or auth.signed_in() is null or exists (
        select from auth.people as p where p.person = session_user and p.kind <> 'person'
    ) then
        raise exception using errcode = 'IN006', message = 'This role is no person of Stockroom''s.',
            hint = 'Ask an admin to create you: stockroom user create.';
    end if;
    insert into auth.sessions (token_hash, person, expires_at, user_agent, address)
    values (
        sha256(convert_to(v_token, 'UTF8')), session_user, now() + interval '12 hours',
        left(coalesce(open_session.user_agent, ''), 400),
        (case when pg_input_is_valid(open_session.address, 'inet') then open_session.address end)::inet
    );
    return v_token;
end
$$;
alter function auth.open_session(text, text) owner to stockroom_auth;
grant execute on function auth.open_session(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function auth.open_session(text, text) is
'Opens a web session for the person whose own login this is and answers its token (about 256 random bits, base64url), once. Never through the web pool. Raises IN006.';
