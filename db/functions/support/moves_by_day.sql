create or replace function inventory.moves_by_day(since timestamptz, until timestamptz, zone text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'moves', d.moves) order by d.day), '[]')
    from (
        select (m.occurred_at at time zone moves_by_day.zone)::date as day, count(*) as moves
        from inventory.moved_between(since, until) as m
        group by 1
        order by 1 desc limit 800
    ) as d
$$;
alter function inventory.moves_by_day(timestamptz, timestamptz, text) owner to stockroom_owner;
grant execute on function inventory.moves_by_day(timestamptz, timestamptz, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moves_by_day(timestamptz, timestamptz, text) is
'How many movements the caller sees on each day of a time zone that had any; the latest 800.';
