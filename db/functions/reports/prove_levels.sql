create or replace function inventory.prove_levels()
returns table (rule text, detail jsonb)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with ledger as (
        select m.item_id, m.location_id, m.lot_id, sum(m.quantity) as quantity
        from inventory.movements as m group by 1, 2, 3
    )
    select 'on hand is the sum of the movements', jsonb_build_object(
        'item_id', item_id, 'location_id', location_id, 'lot_id', lot_id, 'on_hand', s.on_hand, 'movements', l.quantity)
    from inventory.stock_levels as s
    full join ledger as l using (item_id, location_id, lot_id)
    where s.on_hand is distinct from coalesce(l.quantity, 0)
    union all
    select 'each balance follows from the one before', jsonb_build_object('movement_id', c.movement_id, 'balance_after', c.balance_after, 'expected', c.expected)
    from (
        select m.movement_id, m.balance_after,
            sum(m.quantity) over (partition by m.item_id, m.location_id, m.lot_id order by m.movement_id) as expected
        from inventory.movements as m
    ) as c
    where c.balance_after <> c.expected
    union all
    select 'a movement''s item, location, lot and document exist', jsonb_build_object('movement_id', m.movement_id)
    from inventory.movements as m
    left join inventory.documents as d on d.document_id = m.document_id and d.posted_at = m.posted_at and d.occurred_at = m.occurred_at
    left join inventory.stock_levels as s using (item_id, location_id, lot_id)
    where d.document_id is null or s.item_id is null
    union all
    select 'a lot belongs to its item', to_jsonb(s)
    from inventory.stock_levels as s
    join inventory.lots as t using (lot_id)
    where s.lot_id <> 0 and t.item_id <> s.item_id
    union all
    select 'no stock below zero where the place does not allow it', to_jsonb(s)
    from inventory.stock_levels as s
    join inventory.locations as l using (location_id)
    where s.allow_negative <> l.allow_negative or (s.on_hand < 0 and not l.allow_negative)
    union all
    select 'a retired item has no stock', to_jsonb(s)
    from inventory.stock_levels as s
    join inventory.items as i using (item_id)
    where i.retired_at is not null and s.on_hand <> 0
    union all
    select 'a retired location, a region and a company have no stock', to_jsonb(s)
    from inventory.stock_levels as s
    join inventory.locations as l using (location_id)
    where (l.retired_at is not null or l.kind in ('company', 'region')) and s.on_hand <> 0
$$;
alter function inventory.prove_levels() owner to stockroom_reader;
comment on function inventory.prove_levels() is 'Where stock levels and the ledger differ. Part of api.prove().';
