create or replace function auth.is_last_admin(person text)
returns boolean
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Volatile: it looks after the locks its caller waited for.
    select count(*) = 1 and bool_or(p.person = is_last_admin.person)
    from auth.people as p
    join pg_catalog.pg_roles as r on r.rolname = p.person
    where p.kind = 'person' and pg_has_role(r.oid, 'stockroom_admin', 'usage') and auth.is_active(p.person)
    -- Who ends on a day is no admin to rely on.
    and (p.valid_until is null or p.person = is_last_admin.person)
$$;
alter function auth.is_last_admin(text) owner to stockroom_auth;
grant execute on function auth.is_last_admin(text) to stockroom_people;
comment on function auth.is_last_admin(text) is 'Whether nobody but this person manages people.';
