create or replace function auth.group_names()
returns text[]
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array['viewer', 'staff', 'counter', 'manager', 'auditor', 'admin', 'reporting', 'cost']
$$;
alter function auth.group_names() owner to stockroom_auth;
grant execute on function auth.group_names() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_reader, stockroom_people;
comment on function auth.group_names() is
'The groups a person, tool or client can be in, without the prefix of their roles: the list, once.';
