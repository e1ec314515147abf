create or replace function inventory.uuid_v7(entropy bytea default uuid_send(gen_random_uuid()))
returns uuid
language sql
volatile parallel safe
-- RFC 9562 by hand: PostgreSQL 17, our floor, has no uuidv7(). A body of this form is inlined.
return encode(
    set_byte(
        set_byte(
            substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint), 3) || substring(entropy, 7, 10),
            6, get_byte(entropy, 6) & 15 | 112
        ),
        8, get_byte(entropy, 8) & 63 | 128
    ), 'hex'
)::uuid;
alter function inventory.uuid_v7(bytea) owner to stockroom_owner;
grant execute on function inventory.uuid_v7(bytea) to stockroom_writer, stockroom_keeper;
comment on function inventory.uuid_v7(bytea) is
'A UUID version 7: milliseconds since 1970, then bytes 7 to 16 of entropy, random where none is given.';
