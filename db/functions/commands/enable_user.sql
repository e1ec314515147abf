create or replace function api.enable_user(person text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.check_person(person, 'enable_user');
    execute format('alter role %I login', person);
    update auth.people as p set disabled_at = null where p.person = enable_user.person;
end
$$;
alter function api.enable_user(text) owner to stockroom_people;
grant execute on function api.enable_user(text) to stockroom_admin;
comment on function api.enable_user(text) is
'Lets a disabled person in again, with the groups, places and password they still have; sessions and tokens stay ended. Raises IN006, IN014, IN015.';
