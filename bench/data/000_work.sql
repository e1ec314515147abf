-- What only the making needs; dropped at its end.
create schema bench_data;

-- Evenly spread over [0, 1), the same for the same arguments.
create function bench_data.u(k bigint, salt int) returns double precision language sql immutable parallel safe
return ((hashint8extended(k, %(seed)s * 1000 + salt) >> 11) & 9007199254740991) / 9007199254740992.0::double precision;

-- A whole number from 0 to n - 1.
create function bench_data.pick(k bigint, salt int, n int) returns int language sql immutable parallel safe
return floor(bench_data.u(k, salt) * n)::int;

-- Items have a rank of sale; spread, so that neighbours in the table are none in sales.
create function bench_data.item_of_rank(rank int) returns int language sql immutable parallel safe
return 1 + mod(rank::bigint * %(prime)s, %(items)s)::int;

create function bench_data.rank_of_item(item_id int) returns int language sql immutable parallel safe
return mod((item_id - 1)::bigint * %(inverse)s, %(items)s)::int;

-- Three in twenty are weighed or measured, in quarters; a tenth come in lots.
create function bench_data.unit_of_item(item_id int) returns text language sql immutable parallel safe
return (array['kg', 'l', 'm', 'ea'])[1 + least(3, bench_data.pick(item_id, 44, 20))];

create function bench_data.grain(item_id int) returns numeric language sql immutable parallel safe
return case when bench_data.pick(item_id, 44, 20) < 3 then 0.25 else 1 end;

create function bench_data.has_lots(item_id int) returns boolean language sql immutable parallel safe
return bench_data.pick(item_id, 43, 10) = 0;

create function bench_data.uuid_v7(at timestamptz, k bigint, salt text) returns uuid language sql immutable parallel safe
return (
    lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || left(md5(salt || k || %(seed)s), 3)
    || '8' || right(md5(salt || k || %(seed)s), 15)
)::uuid;

-- EAN-13 of twelve digits: the thirteenth is their check digit.
create function bench_data.ean(digits bigint) returns text language sql immutable parallel safe
return digits || mod(10 - mod((
    mod(digits / 100000000000, 10) + mod(digits / 1000000000, 10) + mod(digits / 10000000, 10)
    + mod(digits / 100000, 10) + mod(digits / 1000, 10) + mod(digits / 10, 10)
    + 3 * (mod(digits / 10000000000, 10) + mod(digits / 100000000, 10) + mod(digits / 1000000, 10)
        + mod(digits / 10000, 10) + mod(digits / 100, 10) + mod(digits, 10))
), 10), 10)::text;
