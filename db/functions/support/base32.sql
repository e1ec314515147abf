create or replace function auth.base32(bytes bytea)
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
select string_agg(
    substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', substring(b.bits from n for 5)::bit(5)::integer + 1, 1), '' order by n
)
from (select ('x' || encode(bytes, 'hex'))::varbit as bits) as b
cross join generate_series(1, octet_length(bytes) * 8, 5) as n
$$;
alter function auth.base32(bytea) owner to stockroom_auth;
comment on function auth.base32(bytea) is
'Bytes as base32 (RFC 4648), a multiple of five of them: how apps take a key, and without letters to mistake for digits.';
