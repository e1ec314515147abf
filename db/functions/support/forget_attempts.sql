create or replace function auth.forget_attempts()
returns bigint
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    with gone as (
        delete from auth.sign_in_attempts as a
        where a.attempted_at < now() - interval '90 days'
        returning 1
    )
    select count(*) from gone
$$;
alter function auth.forget_attempts() owner to stockroom_auth;
grant execute on function auth.forget_attempts() to stockroom_keeper;
comment on function auth.forget_attempts() is 'Deletes sign-in attempts of 90 days ago; answers how many.';
