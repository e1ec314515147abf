create or replace function auth.name_of(person text)
returns text
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Who counts blind sees no other people; for them a login is one.
    if has_table_privilege('api.people', 'select') then
        return coalesce((select p.name from api.people as p where p.person = name_of.person), person);
    end if;
    return person;
end
$$;
alter function auth.name_of(text) owner to stockroom_owner;
grant execute on function auth.name_of(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function auth.name_of(text) is
'A person as others read of them: by name where the caller may see it, else by login.';
