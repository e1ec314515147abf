create or replace function auth.make_invitation(person text, purpose text, created_by text, replaces_before timestamptz default 'infinity')
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- A mail that is tried again carries a link of its own, and the one before stays: a mailbox may
-- keep either of the two. What was there before the mail was asked for ends.
declare
    v_token text := auth.new_token();
begin
    update auth.invitations as i set used_at = clock_timestamp()
    where i.person = make_invitation.person and i.used_at is null and i.created_at < replaces_before;
    insert into auth.invitations (token_hash, person, purpose, created_by, created_at, expires_at, password_mark)
    values (
        sha256(convert_to(v_token, 'UTF8')), make_invitation.person, make_invitation.purpose, make_invitation.created_by,
        clock_timestamp(), now() + interval '7 days', auth.password_mark(make_invitation.person)
    );
    return v_token;
end
$$;
alter function auth.make_invitation(text, text, text, timestamptz) owner to stockroom_auth;
grant execute on function auth.make_invitation(text, text, text, timestamptz) to stockroom_keeper;
comment on function auth.make_invitation(text, text, text, timestamptz) is
'Makes the token of a link by which a person sets their password, once, within 7 days, and answers it, once; links made before replaces_before stop working.';
