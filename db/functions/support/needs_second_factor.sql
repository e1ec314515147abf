create or replace function auth.needs_second_factor(person text)
returns text
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
select case
    when exists (
        select from auth.second_factors as f
        where f.person = needs_second_factor.person and f.confirmed_at is not null
    ) then 'code'
    when auth.second_factor_required(person) then 'enrolment'
end
$$;
alter function auth.needs_second_factor(text) owner to stockroom_auth;
grant execute on function auth.needs_second_factor(text) to stockroom_reader;
comment on function auth.needs_second_factor(text) is
'What a person''s password alone does not do: code (they have a second factor), enrolment (they must set one up), or null.';
