create or replace function auth.check_person(person text, action text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_refusal text;
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in admin manages people.',
            hint = 'Sign in; becoming a role is not signing in.';
    elsif not exists (select from auth.people as p where p.person = check_person.person) then
        raise exception using errcode = 'IN014', message = format('No person "%s".', left(person, 63)), hint = 'Check the name.';
    end if;
    v_refusal := auth.person_refusal(person, action);
    if v_refusal is not null then
        raise exception using errcode = 'IN015', message = v_refusal, hint = 'Nothing was changed.';
    end if;
end
$$;
alter function auth.check_person(text, text) owner to stockroom_auth;
grant execute on function auth.check_person(text, text) to stockroom_people, stockroom_keeper;
comment on function auth.check_person(text, text) is
'Refuses what the caller may not do to a person: auth.person_refusal says what. Raises IN006, IN014, IN015.';
