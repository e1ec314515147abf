create or replace function inventory.value_snapshot(taken_at timestamptz)
returns table (location_id integer, cost_location_id integer, value numeric)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
    with cost as (
        -- The latest that was recorded by then, of receipts that are not reversed.
        select distinct on (c.item_id) c.item_id, c.unit_cost, c.location_id
        from inventory.movement_costs as c
        where c.movement_id <= (
            select m.movement_id from inventory.movements as m
            where m.posted_at < value_snapshot.taken_at and m.posted_at >= value_snapshot.taken_at - interval '366 days'
            order by m.posted_at desc, m.movement_id desc limit 1
        )
        and not exists (
            select from inventory.movements as m
            join inventory.documents as r on r.reverses_document_id = m.document_id
            where m.movement_id = c.movement_id
        )
        order by c.item_id, c.movement_id desc
    )
    select s.location_id, c.location_id, sum(u.on_hand * c.unit_cost)
    from inventory.stock_snapshots as s
    cross join lateral unnest(s.item_ids, s.on_hand) as u (item_id, on_hand)
    join cost as c on c.item_id = u.item_id
    where s.taken_at = value_snapshot.taken_at and u.on_hand <> 0
    group by 1, 2
$$;
alter function inventory.value_snapshot(timestamptz) owner to stockroom_reader;
grant execute on function inventory.value_snapshot(timestamptz) to stockroom_keeper;
comment on function inventory.value_snapshot(timestamptz) is
'What the stock of a snapshot was worth, by its place and the place whose receipt told the cost. Called by inventory.take_snapshot.';
