create or replace function auth.invitation_of(token_hash bytea)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
select jsonb_build_object('person', p.person, 'name', p.name, 'purpose', i.purpose, 'expires_at', i.expires_at)
from auth.invitations as i
join auth.people as p using (person)
where i.token_hash = invitation_of.token_hash and i.used_at is null and i.expires_at > statement_timestamp() and auth.may_sign_in(p.person)
    and i.password_mark is not distinct from auth.password_mark(p.person)
$$;
alter function auth.invitation_of(bytea) owner to stockroom_auth;
grant execute on function auth.invitation_of(bytea) to stockroom_web;
comment on function auth.invitation_of(bytea) is
'Whose invitation a link is, by the SHA-256 of its token: {"person", "name", "purpose", "expires_at"}; null for one that is used, replaced, over or unknown.';
