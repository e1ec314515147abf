create or replace function auth.is_last_admin(person text)
returns boolean
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    select count(*) = 1 and bool_or(a.person = is_last_admin.person)
    from auth.members_of('{admin}') as a
    where a.kind = 'person' and auth.is_active(a.person)
    -- Who ends on a day is no admin to rely on.
    and (a.valid_until is null or a.person = is_last_admin.person)
$$;
alter function auth.is_last_admin(text) owner to stockroom_auth;
grant execute on function auth.is_last_admin(text) to stockroom_people;
comment on function auth.is_last_admin(text) is 'Whether nobody but this person manages people.';
