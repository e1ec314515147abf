create or replace function auth.forget_second_factor(person text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from auth.second_factors as f where f.person = forget_second_factor.person;
    delete from auth.recovery_codes as r where r.person = forget_second_factor.person;
    perform auth.keep_web_only(forget_second_factor.person);
end
$$;
alter function auth.forget_second_factor(text) owner to stockroom_auth;
comment on function auth.forget_second_factor(text) is
'Removes a person''s second factor and recovery codes.';
