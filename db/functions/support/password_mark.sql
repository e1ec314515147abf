create or replace function auth.password_mark(person text)
returns bytea
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- Where the server's owner lets us read verifiers; elsewhere null, and a password that a DBA
-- changes ends no session by itself. The mark is of no use to who reads it: the verifier is salted.
begin
    if not has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'select') then
        return null;
    end if;
    return (
        select sha256(convert_to(coalesce(a.rolpassword, ''), 'UTF8'))
        from pg_catalog.pg_authid as a where a.rolname = password_mark.person
    );
end
$$;
alter function auth.password_mark(text) owner to stockroom_auth;
comment on function auth.password_mark(text) is
'A hash of a person''s verifier: another after each change of the password. Null where it cannot be read.';
