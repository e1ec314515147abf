create or replace function auth.may_see_person(person text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(
        may_see_person.person = auth.signed_in() or auth.in_group('admin') or auth.in_group('auditor')
        or (auth.in_group('manager') and exists (
            select from auth.location_grants as g
            where g.person = may_see_person.person and g.location_id <@ auth.postable_ranges()
        ))
        or (auth.signed_in() is null and auth.may_act()), false
    )
$$;
alter function auth.may_see_person(text) owner to stockroom_auth;
grant execute on function auth.may_see_person(text) to stockroom_reader;
comment on function auth.may_see_person(text) is
'Whether the caller may see a person''s groups and places: admins and auditors everybody''s, managers those of people who hold places of theirs, everybody their own.';
