create or replace function auth.forget_requests()
returns bigint
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    with gone as (
        delete from auth.request_keys as k
        where k.made_at < now() - interval '1 day'
        returning 1
    )
    select count(*) from gone
$$;
alter function auth.forget_requests() owner to stockroom_auth;
grant execute on function auth.forget_requests() to stockroom_keeper;
comment on function auth.forget_requests() is 'Deletes keys of commands that are a day old; answers how many.';
