create or replace function inventory.newest_movements(before bigint, max_rows integer)
returns bigint[]
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed: a page is few rows of large tables
set enable_bitmapscan = off -- in order, and no further than the page
as $$
declare
    -- How far back all places are looked through, for each row asked for: who sees a twentieth of what moves finds enough.
    c_each constant integer := 20;
    v_before bigint := least(before, inventory.last_movement() + 1);
    v_all boolean := auth.in_group('auditor');
    v_ids bigint[];
begin
    select array_agg(m.movement_id) into v_ids from (
        select k.movement_id from inventory.movements as k
        where k.movement_id < v_before and k.movement_id >= v_before - c_each * max_rows
        order by k.movement_id desc limit max_rows
    ) as m;
    if cardinality(v_ids) = max_rows or v_before <= c_each * max_rows then
        return v_ids;
    end if;
    -- Few or quiet places: place by place, those that moved last. A path above the places held is seen, what moves there is not.
    select array_agg(m.movement_id) into v_ids from (
        select k.movement_id
        from (
            select l.location_id
            from inventory.locations as l
            cross join lateral (
                select n.movement_id from inventory.movements as n
                where n.location_id = l.location_id and n.movement_id < v_before
                order by n.movement_id desc limit 1
            ) as newest
            where v_all or get_bit((select auth.readable_bits()), l.location_id) = 1
            order by newest.movement_id desc limit max_rows
        ) as p
        cross join lateral (
            select n.movement_id from inventory.movements as n
            where n.location_id = p.location_id and n.movement_id < v_before
            order by n.movement_id desc limit max_rows
        ) as k
        order by k.movement_id desc limit max_rows
    ) as m;
    return v_ids;
end
$$;
alter function inventory.newest_movements(bigint, integer) owner to stockroom_owner;
grant execute on function inventory.newest_movements(bigint, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.newest_movements(bigint, integer) is
'Keys of the newest movements the caller may see before a key, newest first; null for none.';
