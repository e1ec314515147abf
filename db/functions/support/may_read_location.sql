create or replace function auth.may_read_location(person text, location_id integer)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from pg_catalog.pg_roles as r
        where r.rolname = may_read_location.person and auth.is_active(may_read_location.person)
        and (
            pg_has_role(r.oid, 'stockroom_auditor', 'usage')
            or (
                pg_has_role(r.oid, 'stockroom_viewer', 'usage')
                and may_read_location.location_id <@ (auth.grant_set(may_read_location.person)).ranges
            )
        )
    )
$$;
alter function auth.may_read_location(text, integer) owner to stockroom_auth;
grant execute on function auth.may_read_location(text, integer) to stockroom_keeper, stockroom_reader;
comment on function auth.may_read_location(text, integer) is
'Whether a person, signed in or not, may see the stock of a location now: what decides who is told of an alert.';
