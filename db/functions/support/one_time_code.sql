create or replace function auth.one_time_code(secret bytea, step bigint)
returns text
language plpgsql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
-- RFC 4226: 31 bits from where the last four bits say, as six digits.
declare
    v_mac constant bytea := auth.hmac_sha1(secret, int8send(step));
    v_from constant integer := get_byte(v_mac, 19) & 15;
begin
    return lpad(((
        ((get_byte(v_mac, v_from) & 127)::bigint << 24) | (get_byte(v_mac, v_from + 1) << 16)
        | (get_byte(v_mac, v_from + 2) << 8) | get_byte(v_mac, v_from + 3)
    ) % 1000000)::text, 6, '0');
end
$$;
alter function auth.one_time_code(bytea, bigint) owner to stockroom_auth;
comment on function auth.one_time_code(bytea, bigint) is
'The one-time code of a time step (30 s since 1970; RFC 6238, SHA-1, six digits).';
