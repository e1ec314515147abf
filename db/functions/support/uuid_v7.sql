create or replace function inventory.uuid_v7()
returns uuid
language sql
volatile parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- RFC 9562 by hand: PostgreSQL 17, our floor, has no uuidv7().
    select encode(
        set_bit(set_bit(
            overlay(
                uuid_send(gen_random_uuid()),
                substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint), 3), 1, 6
            ), 52, 1), 53, 1), 'hex')::uuid
$$;
alter function inventory.uuid_v7() owner to stockroom_owner;
grant execute on function inventory.uuid_v7() to stockroom_writer, stockroom_keeper;
comment on function inventory.uuid_v7() is 'A UUID version 7: milliseconds since 1970, then random bits.';
