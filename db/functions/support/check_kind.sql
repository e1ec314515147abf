create or replace function auth.check_kind(kind text, groups text[])
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if kind <> 'person' and 'admin' = any (groups) then
        raise exception using errcode = 'IN014', message = 'Only a person is an admin, no tool and no API client.',
            detail = '{"field": "groups"}', hint = 'A password or token that lies in a file must not make people. Choose other groups.';
    end if;
end
$$;
alter function auth.check_kind(text, text[]) owner to stockroom_auth;
grant execute on function auth.check_kind(text, text[]) to stockroom_people;
comment on function auth.check_kind(text, text[]) is 'Refuses groups that an account of this kind cannot have. Raises IN014.';
