create or replace function auth.random_key()
returns bytea
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- 366 random bits of the server's strong source, as 256.
select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
$$;
alter function auth.random_key() owner to stockroom_auth;
comment on function auth.random_key() is
'32 random bytes.';
