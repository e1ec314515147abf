create or replace function api.see_as(person text)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- From a session of the dashboard, where the banner is; never from a token, nor from another's view.
declare
    v_person text := lower(btrim(see_as.person));
    v_token text := auth.new_token();
    v_own auth.sessions;
begin
    select s.* into v_own from auth.sessions as s
    where s.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
    and s.person = auth.signed_in() and s.kind in ('web', 'device');
    if not found or session_user <> 'stockroom_web' then
        raise exception using errcode = 'IN006', message = 'Only from the dashboard is Stockroom seen as somebody else.', hint = 'Sign in there.';
    elsif not auth.may_see_as(v_own.person, v_person) then
        raise exception using errcode = 'IN014', message = format('There is nobody "%s" as whom you may see Stockroom.', left(v_person, 63)),
            hint = 'Managers: whose groups and places are among theirs; admins: anybody but admins.';
    end if;
    perform api.end_see_as();
    insert into auth.sessions (token_hash, person, kind, actor, parent_id, expires_at, idle_limit, address, user_agent)
    values (
        sha256(convert_to(v_token, 'UTF8')), v_person, 'see_as', v_own.person, v_own.session_id,
        least(now() + interval '1 hour', v_own.expires_at), interval '1 hour', v_own.address, v_own.user_agent
    );
    return v_token;
end
$$;
alter function api.see_as(text) owner to stockroom_auth;
grant execute on function api.see_as(text) to stockroom_manager, stockroom_admin;
comment on function api.see_as(text) is
'Opens another person''s dashboard to look at, read-only, for an hour at most and no longer than one''s own session: answers the token of that session, once. Managers: people whose groups and places are among theirs, but no managers; admins: anybody but admins. Both names are in the audit. Raises IN006, IN014.';
