create or replace function auth.second_factor_required(person text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
select exists (
    select from inventory.settings as s
    cross join unnest(s.second_factor_groups) as g (group_name)
    join pg_catalog.pg_roles as r on r.rolname = second_factor_required.person
    where pg_has_role(r.oid, ('stockroom_' || g.group_name)::name, 'usage')
)
$$;
alter function auth.second_factor_required(text) owner to stockroom_auth;
comment on function auth.second_factor_required(text) is
'Whether a person is in a group that signs in with a second factor.';
