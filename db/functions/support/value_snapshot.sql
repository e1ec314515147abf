create or replace function inventory.value_snapshot(taken_at timestamptz)
returns table (location_id integer, cost_location_id integer, value numeric)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
    with reversed as materialized (
        -- Through an array, for which the server expects few: expecting a thousand times what there are, at tens of millions
        -- of movements, it went through all of them for each receipt rather than look into a hash.
        select unnest(array(
            select m.movement_id
            from inventory.documents as r
            -- Of each reversal by key, rather than the whole ledger beside a hundredth of it.
            cross join lateral (
                select o.movement_id from inventory.movements as o where o.document_id = r.reverses_document_id offset 0
            ) as m
            where r.kind = 'reversal'
        )) as movement_id
    ), latest as (
        -- The latest that was recorded by then, of receipts that are not reversed. Of weeks before the
        -- first record, which an import told of, the latest of all: none was recorded by then.
        select c.item_id, max(c.movement_id) as movement_id
        from inventory.movement_costs as c
        where c.movement_id < coalesce(case when (
            select m.posted_at from inventory.movements as m order by m.movement_id limit 1
        ) < value_snapshot.taken_at then (
            -- + 0: the least of a week, not the first of the ledger that happens to be of it.
            select min(m.movement_id + 0) from inventory.movements as m
            where m.posted_at >= value_snapshot.taken_at and m.posted_at < value_snapshot.taken_at + interval '7 days'
        ) end, 9223372036854775807)
        and c.movement_id not in (select r.movement_id from reversed as r)
        group by c.item_id
    ), cost as (
        select c.item_id, c.unit_cost, c.location_id
        from inventory.movement_costs as c
        join latest as l on l.movement_id = c.movement_id
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
