create or replace function auth.sha1(message bytea)
returns bytea
language plpgsql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
-- Authenticator apps speak HMAC-SHA-1 (RFC 4226), and PostgreSQL has every hash but this one
-- without pgcrypto, which not every server carries. FIPS 180-4, words as bigint modulo 2^32.
declare
    v_word constant bigint := 4294967295;
    v_length constant integer := octet_length(message);
    v_padded constant bytea := message || '\x80'::bytea || decode(repeat('00', (119 - v_length % 64) % 64), 'hex') || int8send(v_length * 8::bigint);
    v_words bigint[];
    v_state bigint[] := array[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
    v_a bigint;
    v_b bigint;
    v_c bigint;
    v_d bigint;
    v_e bigint;
    v_next bigint;
begin
    for v_block in 0 .. octet_length(v_padded) / 64 - 1 loop
        for v_i in 1 .. 16 loop
            v_words[v_i] := ('x' || encode(substring(v_padded, v_block * 64 + v_i * 4 - 3, 4), 'hex'))::bit(32)::bigint;
        end loop;
        for v_i in 17 .. 80 loop
            v_next := v_words[v_i - 3] # v_words[v_i - 8] # v_words[v_i - 14] # v_words[v_i - 16];
            v_words[v_i] := ((v_next << 1) & v_word) | (v_next >> 31);
        end loop;
        v_a := v_state[1];
        v_b := v_state[2];
        v_c := v_state[3];
        v_d := v_state[4];
        v_e := v_state[5];
        for v_i in 1 .. 80 loop
            v_next := (((v_a << 5) & v_word) | (v_a >> 27)) + v_e + v_words[v_i] + case
                when v_i <= 20 then ((v_b & v_c) | ((v_b # v_word) & v_d)) + 1518500249
                when v_i <= 40 then (v_b # v_c # v_d) + 1859775393
                when v_i <= 60 then ((v_b & v_c) | (v_b & v_d) | (v_c & v_d)) + 2400959708
                else (v_b # v_c # v_d) + 3395469782
            end;
            v_e := v_d;
            v_d := v_c;
            v_c := ((v_b << 30) & v_word) | (v_b >> 2);
            v_b := v_a;
            v_a := v_next & v_word;
        end loop;
        v_state := array[
            (v_state[1] + v_a) & v_word, (v_state[2] + v_b) & v_word, (v_state[3] + v_c) & v_word,
            (v_state[4] + v_d) & v_word, (v_state[5] + v_e) & v_word
        ];
    end loop;
    return (
        select string_agg(substring(int8send(h.word), 5), ''::bytea order by h.place)
        from unnest(v_state) with ordinality as h (word, place)
    );
end
$$;
alter function auth.sha1(bytea) owner to stockroom_auth;
comment on function auth.sha1(bytea) is
'SHA-1 of a message: for the one-time codes of authenticator apps and nothing else; 20 bytes.';
