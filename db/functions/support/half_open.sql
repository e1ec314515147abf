create or replace function auth.half_open(token_hash bytea)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- The password must still be the one that opened it, and the person still who may sign in.
select jsonb_build_object('person', p.person, 'name', p.name, 'needs', n.needs)
from auth.sessions as s
join auth.people as p using (person)
cross join lateral auth.needs_second_factor(p.person) as n (needs)
where s.token_hash = half_open.token_hash and s.kind = 'second_factor'
and s.revoked_at is null and s.expires_at > statement_timestamp() and s.failures < 5
and auth.may_sign_in(s.person) and n.needs is not null
and coalesce(s.password_mark = auth.password_mark(s.person), true)
$$;
alter function auth.half_open(bytea) owner to stockroom_auth;
grant execute on function auth.half_open(bytea) to stockroom_web;
comment on function auth.half_open(bytea) is
'Whose sign-in awaits its second factor, by the SHA-256 of its token: {"person", "name", "needs": code or enrolment}; null where none does.';
