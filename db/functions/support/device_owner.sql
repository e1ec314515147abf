create or replace function auth.device_owner(secret text)
returns jsonb
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
select jsonb_build_object('person', p.person, 'name', p.name, 'device', d.name)
from auth.device_of(secret) as d
join auth.people as p using (person)
$$;
alter function auth.device_owner(text) owner to stockroom_auth;
grant execute on function auth.device_owner(text) to stockroom_web;
comment on function auth.device_owner(text) is
'Whose registered device this is, for who holds its secret: {"person", "name", "device"}; null for none.';
