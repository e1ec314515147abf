create or replace function auth.begin_enrolment(token_hash bytea)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_half constant jsonb := auth.half_open(token_hash);
begin
    if v_half is null then
        raise exception using errcode = 'IN401', message = 'Your sign-in took too long.', hint = 'Sign in again.';
    end if;
    return auth.new_second_factor(v_half ->> 'person');
end
$$;
alter function auth.begin_enrolment(bytea) owner to stockroom_auth;
grant execute on function auth.begin_enrolment(bytea) to stockroom_web;
comment on function auth.begin_enrolment(bytea) is
'Makes the key of a second factor for a sign-in that needs enrolment: {"secret", "uri"}, told once. Raises IN015 where there is one, IN401 where the sign-in is over.';
