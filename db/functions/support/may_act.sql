create or replace function auth.may_act()
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.signed_in() is not null
        or session_user = 'stockroom_worker'
        or pg_has_role(session_user, 'stockroom_owner', 'member')
$$;
alter function auth.may_act() owner to stockroom_auth;
grant execute on function auth.may_act() to stockroom_people, stockroom_keeper, stockroom_reader;
comment on function auth.may_act() is
'Whether the caller is a signed-in person, the worker or a DBA. Every definer that acts or answers without asking for a place asks this first: becoming somebody''s companion without their token does nothing.';
