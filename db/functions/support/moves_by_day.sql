create or replace function inventory.moves_by_day(since timestamptz, until timestamptz, zone text)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
-- The days that are kept, the ledger before and after them, and what came late to them.
declare
    v_places constant integer[] := inventory.own_places();
    v_first timestamptz;
    v_last timestamptz;
begin
    -- Where no kept one is of two days in this zone.
    select min(d.moves_from), max(d.taken_at) into v_first, v_last
    from inventory.day_sums as d where d.moves_from >= since and d.taken_at <= until and isfinite(d.moves_from)
    having bool_and((d.moves_from at time zone zone)::date = ((d.taken_at - interval '1 microsecond') at time zone zone)::date);
    v_first := coalesce(v_first, until);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'moves', d.moves) order by d.day), '[]')
        from (
            select u.day, sum(u.moves) as moves
            from (
                select (d.moves_from at time zone zone)::date as day, k.moves
                from inventory.day_sums as d cross join lateral unnest(d.location_ids, d.day_moves) as k (location_id, moves)
                where d.moves_from >= v_first and d.taken_at <= v_last and k.location_id = any (v_places)
                union all
                select (m.occurred_at at time zone zone)::date, 1
                from (
                    select b.occurred_at from inventory.moved_between(moves_by_day.since, v_first, null, v_places) as b
                    union all
                    select b.occurred_at from inventory.moved_between(v_last, moves_by_day.until, null, v_places) as b
                    union all
                    select l.occurred_at from inventory.moved_late(v_first, v_last, (
                        select min(d.known_to) from inventory.day_sums as d where d.moves_from >= v_first
                    ), null, v_places) as l
                    where l.movement_id > (select d.known_to from inventory.day_sums as d where d.taken_at > l.occurred_at order by d.taken_at limit 1)
                ) as m
            ) as u
            group by u.day
            having sum(u.moves) > 0
            order by u.day desc limit 800
        ) as d
    );
end
$$;
alter function inventory.moves_by_day(timestamptz, timestamptz, text) owner to stockroom_reader;
grant execute on function inventory.moves_by_day(timestamptz, timestamptz, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moves_by_day(timestamptz, timestamptz, text) is
'How many movements the caller sees on each day of a time zone that had any; the latest 800.';
