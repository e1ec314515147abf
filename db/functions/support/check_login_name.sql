create or replace function auth.check_login_name(person text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from pg_get_keywords() as k where k.word = check_login_name.person and k.catcode in ('R', 'T')) then
        raise exception using errcode = 'IN014', message = format('"%s" is a word of SQL, not a name to sign in with.', person),
            detail = '{"field": "person"}', hint = 'Add something to it: a role of that name would have to be quoted everywhere.';
    end if;
end
$$;
alter function auth.check_login_name(text) owner to stockroom_auth;
grant execute on function auth.check_login_name(text) to stockroom_people;
comment on function auth.check_login_name(text) is 'Refuses a name that no role could have without quotes. Raises IN014.';
