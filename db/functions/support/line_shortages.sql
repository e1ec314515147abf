create or replace function inventory.line_shortages(
    line integer[], item_id integer[], location_id integer[], lot_id integer[], quantity numeric[], balance numeric[]
)
returns jsonb
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    -- Run in a statement of its own, after the posting one: what that left out still holds its
    -- old quantity, under its lock, and its movements have no balance. A document that is
    -- refused before it posts has no balances at all (null), and may lack levels.
    with movement as (
        select m.*, sum(m.quantity) over place as total, count(m.balance) over place as balances
        from unnest(
            line_shortages.line, line_shortages.item_id, line_shortages.location_id, line_shortages.lot_id, line_shortages.quantity,
            line_shortages.balance
        ) as m (line, item_id, location_id, lot_id, quantity, balance)
        window place as (partition by m.item_id, m.location_id, m.lot_id)
    ), short as (
        select m.line, m.item_id, m.location_id, m.lot_id, l.code as location, coalesce(s.on_hand - s.reserved, 0) as available, -m.total as asked
        from movement as m
        join inventory.locations as l using (location_id)
        left join inventory.stock_levels as s using (item_id, location_id, lot_id)
        where m.quantity < 0 and m.balances = 0 and m.total < 0 and not l.allow_negative and coalesce(s.on_hand - s.reserved, 0) + m.total < 0
    )
    select jsonb_agg(jsonb_build_object(
        'line', short.line, 'code', 'IN107', 'field', null, 'item', i.sku, 'location', short.location, 'lot', nullif(t.code, ''),
        'unit', u.code, 'base_unit', u.code, 'asked', short.asked, 'available', short.available
    ) order by short.line)
    from short
    join inventory.items as i using (item_id)
    join inventory.units as u using (unit_id)
    join inventory.lots as t using (lot_id)
$$;
alter function inventory.line_shortages(integer[], integer[], integer[], integer[], numeric[], numeric[]) owner to stockroom_writer;
comment on function inventory.line_shortages(integer[], integer[], integer[], integer[], numeric[], numeric[]) is
'The lines that asked for more than there was, with what was asked in total and what was available.';
