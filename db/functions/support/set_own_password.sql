create or replace function auth.set_own_password(verifier text, session bytea default null)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Not api.set_password, which is an admin's: this one takes no name.
begin
    if verifier is null or not auth.is_verifier(verifier) then
        raise exception using errcode = 'IN014', message = 'The password is not a SCRAM-SHA-256 verifier.',
            hint = 'Make it on the client: PGconn.encrypt_password.';
    end if;
    perform auth.begin_own_password(session);
    execute format('alter role %I password %L', session_user, verifier);
    perform auth.keep_session(session);
end
$$;
alter function auth.set_own_password(text, bytea) owner to stockroom_people;
grant execute on function auth.set_own_password(text, bytea) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function auth.set_own_password(text, bytea) is
'Sets the password of the person whose own login this is, as a SCRAM-SHA-256 verifier made by the client. session: SHA-256 of the token of their web session, which goes on, and which who has a second factor must show; all others end. Never through the web pool. Raises IN006, IN014.';
