create or replace function auth.person_in_group(person text, group_name text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(pg_has_role(to_regrole(quote_ident(person)), ('stockroom_' || group_name)::name, 'usage'), false)
$$;
alter function auth.person_in_group(text, text) owner to stockroom_auth;
grant execute on function auth.person_in_group(text, text) to stockroom_people, stockroom_reader;
comment on function auth.person_in_group(text, text) is
'Whether a person, signed in or not, is a member of a group of auth.group_names(), inherited groups included.';
