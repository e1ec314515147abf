create or replace function auth.in_group(group_name text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(pg_has_role(auth.signed_in()::name, ('stockroom_' || group_name)::name, 'usage'), false)
$$;
alter function auth.in_group(text) owner to stockroom_auth;
grant execute on function auth.in_group(text) to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_people;
comment on function auth.in_group(text) is
'Whether the signed-in person is a member of a group of auth.group_names(), inherited groups included.';
