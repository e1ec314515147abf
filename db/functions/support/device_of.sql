create or replace function auth.device_of(secret text)
returns auth.devices
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Who must set up a second factor first cannot walk around it by a device of before.
select d.* from auth.devices as d
where d.secret_hash = sha256(convert_to(device_of.secret, 'UTF8'))
and d.revoked_at is null and d.expires_at > statement_timestamp() and d.failures < 5 and auth.may_sign_in(d.person)
and auth.needs_second_factor(d.person) is distinct from 'enrolment'
and coalesce(d.password_mark = auth.password_mark(d.person), true)
$$;
alter function auth.device_of(text) owner to stockroom_auth;
comment on function auth.device_of(text) is
'The registered device of a secret, while a PIN opens it; nulls otherwise.';
