create or replace function auth.is_only_admin()
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- A second admin who was disabled counts, and one whose groups were taken for a month after it:
    -- to get rid of the other is no way to one's own rights.
    select auth.in_group('admin') and not exists (
        select from auth.members_of('{admin}') as p where p.person <> auth.signed_in() and p.kind = 'person'
    ) and not auth.had_other_admin(auth.signed_in(), now() - interval '30 days')
$$;
alter function auth.is_only_admin() owner to stockroom_auth;
grant execute on function auth.is_only_admin() to stockroom_manager, stockroom_admin, stockroom_people, stockroom_reader;
comment on function auth.is_only_admin() is
'Whether the signed-in person is an admin, and nobody else is or lately was: only then may they change their own groups and places.';
