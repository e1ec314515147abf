create or replace function inventory.post_movements(
    document_id uuid, posted_at timestamptz, occurred_at timestamptz, item_id integer[], location_id integer[], lot_id integer[],
    quantity numeric[], base_unit_id integer[], entered_quantity numeric[], entered_unit_id integer[], reason text[], note text[]
)
returns numeric[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- Levels and ledger in one statement. A level that would fall short is left out, and its
-- movements have no balance in the answer.
declare
    v_balance numeric[];
begin
    with movement as materialized (
        select m.* from unnest(
            post_movements.item_id, post_movements.location_id, post_movements.lot_id, post_movements.quantity,
            post_movements.base_unit_id, post_movements.entered_quantity, post_movements.entered_unit_id, post_movements.reason,
            post_movements.note
        ) with ordinality as m (
            item_id, location_id, lot_id, quantity, base_unit_id, entered_quantity, unit_id, reason, note, line_no
        )
    ), change as (
        select m.item_id, m.location_id, m.lot_id, sum(m.quantity) as quantity from movement as m group by 1, 2, 3
    ), level as (
        update inventory.stock_levels as s
        set on_hand = s.on_hand + c.quantity, changed_at = post_movements.posted_at
        from change as c
        where s.item_id = c.item_id and s.location_id = c.location_id and s.lot_id = c.lot_id
        and (s.allow_negative or c.quantity >= 0 or s.on_hand + c.quantity >= s.reserved)
        returning s.item_id, s.location_id, s.lot_id, s.on_hand - c.quantity as on_hand
    ), posted as (
        insert into inventory.movements (
            posted_at, document_id, line_no, item_id, location_id, lot_id, quantity, balance_after, occurred_at,
            entered_quantity, entered_unit_id, reason, note
        )
        select post_movements.posted_at, post_movements.document_id, m.line_no, m.item_id, m.location_id, m.lot_id, m.quantity,
            v.on_hand + sum(m.quantity) over (partition by m.item_id, m.location_id, m.lot_id order by m.line_no),
            post_movements.occurred_at,
            coalesce(m.entered_quantity, m.quantity), coalesce(m.unit_id, m.base_unit_id), coalesce(m.reason, ''), coalesce(m.note, '')
        from movement as m
        join level as v using (item_id, location_id, lot_id)
        order by m.line_no
        returning line_no, balance_after
    )
    select array_agg(p.balance_after order by m.line_no) into v_balance
    from movement as m left join posted as p on p.line_no = m.line_no;
    return v_balance;
end
$$;
alter function inventory.post_movements(
    uuid, timestamptz, timestamptz, integer[], integer[], integer[], numeric[], integer[], numeric[], integer[], text[], text[]
) owner to stockroom_writer;
comment on function inventory.post_movements(
    uuid, timestamptz, timestamptz, integer[], integer[], integer[], numeric[], integer[], numeric[], integer[], text[], text[]
) is
'Moves the stock of a document''s lines and writes its movements. Answers what is on hand after each of them, null where there was not enough. Called by inventory.post_document only.';
