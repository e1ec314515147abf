create or replace function auth.add_session(person text, kind text, user_agent text, address text, device uuid default null)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_token constant text := auth.new_token();
begin
    insert into auth.sessions (token_hash, person, kind, expires_at, user_agent, address, device_id, password_mark)
    values (
        sha256(convert_to(v_token, 'UTF8')), add_session.person, add_session.kind,
        now() + case add_session.kind when 'second_factor' then interval '5 minutes' else interval '12 hours' end,
        left(coalesce(add_session.user_agent, ''), 400), auth.read_address(add_session.address),
        add_session.device, auth.password_mark(add_session.person)
    );
    return v_token;
end
$$;
alter function auth.add_session(text, text, text, text, uuid) owner to stockroom_auth;
comment on function auth.add_session(text, text, text, text, uuid) is
'Opens a session of a kind and answers its token, once. 12 hours, or 5 minutes for one that awaits its second factor.';
