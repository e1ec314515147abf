create or replace function auth.is_active(person text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- What auth.signed_in() and auth.session_role() ask of who is signed in, for who is not.
    select exists (
        select from auth.people as p
        join pg_catalog.pg_roles as r on r.rolname = p.person
        where p.person = is_active.person and p.disabled_at is null
        and (p.valid_until is null or p.valid_until > statement_timestamp())
        and (p.groups_end_at is null or p.groups_end_at > statement_timestamp())
        and r.rolcanlogin and (r.rolvaliduntil is null or r.rolvaliduntil > statement_timestamp())
    )
$$;
alter function auth.is_active(text) owner to stockroom_auth;
grant execute on function auth.is_active(text) to stockroom_people, stockroom_keeper, stockroom_reader;
comment on function auth.is_active(text) is
'Whether a person''s access is neither disabled nor over: not by us, nor by what a DBA said of the login role.';
