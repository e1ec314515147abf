create or replace function inventory.moves_lately(zone text)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed
set enable_bitmapscan = off
as $$
-- Whole days, as many as can be counted soon: of a busy company a week, or today.
declare
    c_most constant integer := 10000;
    v_all boolean := auth.in_group('auditor');
    v_today date := (now() at time zone moves_lately.zone)::date;
    v_days integer;
    v_since timestamptz;
    v_first bigint;
    v_total integer;
    v_recorded integer;
    v_found jsonb;
begin
    foreach v_days in array array[30, 7, 1] loop
        v_since := (v_today - v_days + 1)::timestamp at time zone moves_lately.zone;
        v_first := coalesce(inventory.movement_around(v_since, false), 0);
        -- What happened in these days was recorded in them, or later than it happened.
        select coalesce(sum(d.moves), 0), coalesce(sum(d.today), 0),
            coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'moves', d.moves) order by d.day) filter (where d.day > v_today - v_days), '[]')
        into v_total, v_recorded, v_found
        from (
            select (n.occurred_at at time zone moves_lately.zone)::date as day, count(*) as moves,
                count(*) filter (where n.posted_at >= v_today::timestamp at time zone moves_lately.zone) as today
            from (
                select k.posted_at, k.occurred_at
                from inventory.locations as l
                cross join lateral (
                    select m.posted_at, m.occurred_at from inventory.movements as m
                    where m.location_id = l.location_id and m.movement_id >= v_first and m.posted_at >= v_since limit c_most + 1
                ) as k
                -- A path above the places held is seen, what moves there is not.
                where v_all or get_bit((select auth.readable_bits()), l.location_id) = 1
                limit c_most + 1
            ) as n
            group by 1
        ) as d;
        if v_total <= c_most then
            return jsonb_build_object('first_day', v_today - v_days + 1, 'last_day', v_today, 'days', v_found, 'recorded_today', v_recorded);
        end if;
    end loop;
    return jsonb_build_object('first_day', v_today, 'last_day', v_today, 'days', null, 'recorded_today', null);
end
$$;
alter function inventory.moves_lately(text) owner to stockroom_owner;
grant execute on function inventory.moves_lately(text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moves_lately(text) is
'How many movements the caller sees happened on each of the last 30 days of a time zone, or 7, or 1 where more than 10,000 were recorded in them: {"first_day", "last_day", "days": those with any, "recorded_today"}; both null where more were recorded today alone.';
