create or replace function inventory.post_movement(
    document_id uuid, posted_at timestamptz, occurred_at timestamptz, item_id integer, location_id integer, lot_id integer,
    quantity numeric, base_unit_id integer, entered_quantity numeric, entered_unit_id integer, reason text, note text
)
returns numeric
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- inventory.post_movements for the usual document of one line, at a fraction of its cost.
declare
    v_on_hand numeric;
begin
    update inventory.stock_levels as s
    set on_hand = s.on_hand + post_movement.quantity, changed_at = post_movement.posted_at
    where s.item_id = post_movement.item_id and s.location_id = post_movement.location_id and s.lot_id = post_movement.lot_id
    and (s.allow_negative or post_movement.quantity >= 0 or s.on_hand + post_movement.quantity >= s.reserved)
    returning s.on_hand into v_on_hand;
    if found then
        insert into inventory.movements (
            posted_at, document_id, line_no, item_id, location_id, lot_id, quantity, balance_after, occurred_at,
            entered_quantity, entered_unit_id, reason, note
        )
        values (
            post_movement.posted_at, post_movement.document_id, 1, post_movement.item_id, post_movement.location_id,
            post_movement.lot_id, post_movement.quantity, v_on_hand, post_movement.occurred_at,
            coalesce(post_movement.entered_quantity, post_movement.quantity),
            coalesce(post_movement.entered_unit_id, post_movement.base_unit_id), coalesce(post_movement.reason, ''),
            coalesce(post_movement.note, '')
        );
    end if;
    return v_on_hand;
end
$$;
alter function inventory.post_movement(
    uuid, timestamptz, timestamptz, integer, integer, integer, numeric, integer, numeric, integer, text, text
) owner to stockroom_writer;
comment on function inventory.post_movement(
    uuid, timestamptz, timestamptz, integer, integer, integer, numeric, integer, numeric, integer, text, text
) is
'Moves the stock of one level, which the caller holds, and writes the movement. Answers what is on hand then, or null and moves nothing where there is not enough. Called by inventory.post_document only.';
