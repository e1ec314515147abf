create or replace function inventory.take_snapshot()
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
declare
    -- Half a year is kept week by week; before it, and on the way there, every fourth week.
    c_weekly constant interval := '26 weeks';
    c_origin constant timestamptz := '2001-01-01 00:00+00';
    v_filed_to bigint;
    v_taken_at timestamptz;
begin
    select p.filed_to into v_filed_to from inventory.snapshot_progress as p;
    select max(s.taken_at) into v_taken_at from inventory.snapshots as s;
    if v_taken_at is null then
        -- What was imported has happened long before it was recorded: its weeks are kept as well.
        select inventory.week_of(least(m.posted_at, m.occurred_at)) into v_taken_at from inventory.movements as m order by m.movement_id limit 1;
    end if;
    v_taken_at := case when v_taken_at < now() - c_weekly
        then date_bin('28 days', v_taken_at, c_origin) + interval '28 days' else v_taken_at + interval '7 days' end;
    -- An hour later most of what was recorded offline is there; the rest is filed as late.
    if v_taken_at is null or v_taken_at > now() - interval '1 hour' or v_filed_to is null or (
        -- Who still posts holds up the filing: the week would be taken without what is not filed.
        select m.posted_at < v_taken_at from inventory.movements as m where m.movement_id > v_filed_to order by m.movement_id limit 1
    ) then
        return null;
    end if;
    insert into inventory.snapshots (taken_at, known_to) values (v_taken_at, v_filed_to);
    insert into inventory.stock_snapshots (taken_at, location_id, item_ids, lot_ids, on_hand)
    select v_taken_at, s.location_id, array_agg(s.item_id), array_agg(s.lot_id), array_agg(s.on_hand)
    from (
        select k.location_id, k.item_id, k.lot_id, trim_scale(k.on_hand) as on_hand
        from inventory.stock_at(v_taken_at - interval '1 microsecond', null, v_filed_to) as k
        order by k.location_id, k.item_id, k.lot_id
    ) as s
    group by s.location_id;
    perform inventory.sum_snapshot(v_taken_at);
    insert into inventory.snapshot_values (taken_at, location_id, cost_location_id, value)
    select v_taken_at, v.location_id, v.cost_location_id, v.value from inventory.value_snapshot(v_taken_at) as v;
    return v_taken_at;
end
$$;
alter function inventory.take_snapshot() owner to stockroom_keeper;
comment on function inventory.take_snapshot() is
'Takes the stock of the next week that is over. Answers its end, or null where there is none. Called by api.take_snapshots.';
