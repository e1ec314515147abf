create or replace function auth.new_token()
returns text
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    -- gen_random_uuid is the server's strong source of random bits; of each, six are fixed.
    select translate(
        encode(
            uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || substring(uuid_send(gen_random_uuid()), 10),
            'base64'
        ),
        '+/=' || chr(10), '-_'
    )
$$;
alter function auth.new_token() owner to stockroom_auth;
comment on function auth.new_token() is
'A secret of more than 256 random bits as base64url: the token of a session, a link or an API client. Kept only as its SHA-256.';
