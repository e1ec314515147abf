create or replace function auth.use_invitation(token_hash bytea)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- The update holds the row: of two who use one link at once, the second finds it used.
declare
    v_person text;
begin
    update auth.invitations as i set used_at = now()
    where i.token_hash = use_invitation.token_hash and i.used_at is null and i.expires_at > statement_timestamp() and auth.may_sign_in(i.person)
        and i.password_mark is not distinct from auth.password_mark(i.person)
    returning i.person into v_person;
    if found then
        perform auth.end_invitations(v_person);
        perform auth.end_sessions(v_person);
    end if;
    return v_person;
end
$$;
alter function auth.use_invitation(bytea) owner to stockroom_auth;
grant execute on function auth.use_invitation(bytea) to stockroom_people;
comment on function auth.use_invitation(bytea) is
'Uses up an invitation, and with it the person''s others; ends their sessions and devices. Answers whose it was, or null.';
