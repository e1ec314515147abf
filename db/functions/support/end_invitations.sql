create or replace function auth.end_invitations(person text)
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
update auth.invitations as i set used_at = now() where i.person = end_invitations.person and i.used_at is null
$$;
alter function auth.end_invitations(text) owner to stockroom_auth;
grant execute on function auth.end_invitations(text) to stockroom_people;
comment on function auth.end_invitations(text) is
'Ends a person''s links: an old mail must not undo a new password, or open what was closed meanwhile.';
