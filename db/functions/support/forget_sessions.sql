create or replace function auth.forget_sessions()
returns bigint
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    with gone as (
        delete from auth.sessions as s
        where s.expires_at < now() - interval '30 days'
        returning 1
    )
    select count(*) from gone
$$;
alter function auth.forget_sessions() owner to stockroom_auth;
grant execute on function auth.forget_sessions() to stockroom_keeper;
comment on function auth.forget_sessions() is 'Deletes sessions that ended a month ago; answers how many.';
