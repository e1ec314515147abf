create or replace function auth.acting(out person text, out actor text, out session_id uuid, out address inet)
returns record
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- As auth.signed_in(), with what else of a session the audit keeps. The connection of a person in
-- the web comes from the web: what counts is where their session was opened.
declare
    v_token_hash bytea;
begin
    if session_user <> 'stockroom_web' then
        person := auth.signed_in();
        address := inet_client_addr();
        return;
    end if;
    v_token_hash := sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'));
    select s.person, s.actor, s.session_id, s.address into person, actor, session_id, address
    from auth.live_sessions as s
    where s.token_hash = v_token_hash
    and s.companion = current_setting('role');
    if not found then
        address := inet_client_addr();
    end if;
end
$$;
alter function auth.acting() owner to stockroom_auth;
grant execute on function auth.acting() to stockroom_keeper;
comment on function auth.acting() is
'Who acts, for the audit: the person, who looks on as them, their web session and where it was opened; of a direct login the connection''s address.';
