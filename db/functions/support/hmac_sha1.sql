create or replace function auth.hmac_sha1(key bytea, message bytea)
returns bytea
language plpgsql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
-- RFC 2104: hash((key # 5c…) || hash((key # 36…) || message)) over a block of 64 bytes.
declare
    v_key bytea := case when octet_length(key) > 64 then auth.sha1(key) else key end;
    v_inner bytea;
    v_outer bytea;
begin
    v_key := v_key || decode(repeat('00', 64 - octet_length(v_key)), 'hex');
    v_inner := v_key;
    v_outer := v_key;
    for v_i in 0 .. 63 loop
        v_inner := set_byte(v_inner, v_i, get_byte(v_key, v_i) # 54);
        v_outer := set_byte(v_outer, v_i, get_byte(v_key, v_i) # 92);
    end loop;
    return auth.sha1(v_outer || auth.sha1(v_inner || message));
end
$$;
alter function auth.hmac_sha1(bytea, bytea) owner to stockroom_auth;
comment on function auth.hmac_sha1(bytea, bytea) is
'HMAC-SHA-1 of a message (RFC 2104); 20 bytes.';
