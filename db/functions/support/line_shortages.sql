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
    ), applied as (
        select m.item_id, m.location_id, m.lot_id, sum(m.quantity) as quantity
        from movement as m where m.balances > 0
        group by m.item_id, m.location_id, m.lot_id
    ), held as materialized (
        -- What lies there in lots, as it was before: a line that names none takes nothing from it.
        -- Found once, rather than for each line anew.
        select o.item_id, o.location_id, jsonb_agg(jsonb_build_object('lot', o.code, 'available', o.available) order by o.place) as lots
        from (
            select s.item_id, s.location_id, t.code, s.on_hand - s.reserved - coalesce(a.quantity, 0) as available,
                row_number() over (partition by s.item_id, s.location_id order by t.expires_on, t.code) as place
            from (select distinct short.item_id, short.location_id from short where short.lot_id = 0) as w
            join inventory.stock_levels as s using (item_id, location_id)
            join inventory.lots as t using (lot_id)
            left join applied as a on a.item_id = s.item_id and a.location_id = s.location_id and a.lot_id = s.lot_id
            where s.lot_id <> 0 and s.on_hand - s.reserved - coalesce(a.quantity, 0) > 0
        ) as o
        where o.place <= 8
        group by o.item_id, o.location_id
    )
    select jsonb_agg(jsonb_build_object(
        'line', short.line, 'code', 'IN107', 'field', null, 'item', i.sku, 'location', short.location, 'lot', nullif(t.code, ''),
        'unit', u.code, 'base_unit', u.code, 'asked', short.asked, 'available', short.available
    ) || case when short.lot_id = 0 then jsonb_build_object('lots', coalesce(h.lots, '[]')) else '{}' end order by short.line)
    from short
    join inventory.items as i using (item_id)
    join inventory.units as u using (unit_id)
    join inventory.lots as t using (lot_id)
    left join held as h on h.item_id = short.item_id and h.location_id = short.location_id
$$;
alter function inventory.line_shortages(integer[], integer[], integer[], integer[], numeric[], numeric[]) owner to stockroom_writer;
comment on function inventory.line_shortages(integer[], integer[], integer[], integer[], numeric[], numeric[]) is
'The lines that asked for more than there was, with what was asked in total and what was available; where a line names no lot, also the lots there, at most 8.';
