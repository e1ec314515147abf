create or replace function auth.may_change_groups(person text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select case
        when auth.signed_in() is null then auth.may_act()
        when may_change_groups.person = auth.signed_in() then auth.is_only_admin()
        else auth.in_group('admin')
    end
$$;
alter function auth.may_change_groups(text) owner to stockroom_auth;
grant execute on function auth.may_change_groups(text) to stockroom_people;
comment on function auth.may_change_groups(text) is
'Whether the caller may change a person''s groups: a DBA, an admin another''s, and the only admin their own.';
