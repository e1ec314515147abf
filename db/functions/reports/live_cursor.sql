create or replace function api.live_cursor()
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select pg_current_snapshot()::text
$$;
alter function api.live_cursor() owner to stockroom_owner;
grant execute on function api.live_cursor() to stockroom_web;
comment on function api.live_cursor() is 'Where live updates start from: everything visible now is known.';
