create or replace function auth.hears_of_break_glass(person text, location_id integer)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.is_active(person) and (
        pg_has_role(person::name, 'stockroom_admin', 'usage')
        or pg_has_role(person::name, 'stockroom_auditor', 'usage')
        or (pg_has_role(person::name, 'stockroom_manager', 'usage')
            and coalesce(hears_of_break_glass.location_id <@ (auth.grant_set(person)).ranges, false))
    )
$$;
alter function auth.hears_of_break_glass(text, integer) owner to stockroom_auth;
grant execute on function auth.hears_of_break_glass(text, integer) to stockroom_people, stockroom_keeper;
comment on function auth.hears_of_break_glass(text, integer) is
'Whether a person is told of rights taken in an emergency: admins, auditors, and the managers who hold the place.';
