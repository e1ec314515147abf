create or replace function auth.read_address(address text)
returns inet
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
select (case when pg_input_is_valid(address, 'inet') then address end)::inet
$$;
alter function auth.read_address(text) owner to stockroom_auth;
comment on function auth.read_address(text) is
'An address as the web says it; null for what is none.';
