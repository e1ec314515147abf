create or replace function inventory.posted_lines(
    kind text, item_id integer[], location_id integer[], lot_id integer[], quantity numeric[], base_unit_id integer[],
    entered_quantity numeric[], entered_unit_id integer[], balance numeric[], reason text[], note text[],
    line_no integer[] default null, out lines jsonb, out is_good boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Whether the items and places still take movements is asked in a statement of its own, once the
-- levels are locked and written: whoever retires an item, changes its base unit, closes a place or
-- lowers a unit's decimals waits for that lock, or was before it and is seen here, as it was not
-- when the lines were read.
begin
    select
        jsonb_agg(jsonb_build_object(
            'line', coalesce(m.line_no, m.place), 'item', i.sku, 'name', i.name, 'location', l.code,
            'lot', case when m.lot_id <> 0 then (select t.code from inventory.lots as t where t.lot_id = m.lot_id) end,
            'quantity', m.quantity, 'unit', u.code, 'entered_quantity', coalesce(m.entered_quantity, m.quantity),
            'entered_unit', case
                when m.unit_id <> u.unit_id then (select e.code from inventory.units as e where e.unit_id = m.unit_id) else u.code
            end,
            'on_hand', m.balance, 'reason', coalesce(m.reason, ''), 'note', coalesce(m.note, '')
        ) order by m.place),
        count(m.balance) = cardinality(posted_lines.item_id) and bool_and(
            i.unit_id = coalesce(m.base_unit_id, i.unit_id) and i.retired_at is null
            and l.retired_at is null and l.kind not in ('company', 'region')
            and (scale(m.quantity) <= u.decimals or posted_lines.kind = 'reversal')
        )
    into lines, is_good
    from unnest(
        posted_lines.item_id, posted_lines.location_id, posted_lines.lot_id, posted_lines.quantity, posted_lines.base_unit_id,
        posted_lines.entered_quantity, posted_lines.entered_unit_id, posted_lines.balance, posted_lines.reason, posted_lines.note, posted_lines.line_no
    ) with ordinality as m (
        item_id, location_id, lot_id, quantity, base_unit_id, entered_quantity, unit_id, balance, reason, note, line_no, place
    )
    join inventory.items as i on i.item_id = m.item_id
    join inventory.units as u on u.unit_id = i.unit_id
    join inventory.locations as l on l.location_id = m.location_id;
end
$$;
alter function inventory.posted_lines(
    text, integer[], integer[], integer[], numeric[], integer[], numeric[], integer[], numeric[], text[], text[], integer[]
) owner to stockroom_owner;
grant execute on function inventory.posted_lines(
    text, integer[], integer[], integer[], numeric[], integer[], numeric[], integer[], numeric[], text[], text[], integer[]
) to stockroom_writer, stockroom_viewer, stockroom_auditor;
comment on function inventory.posted_lines(
    text, integer[], integer[], integer[], numeric[], integer[], numeric[], integer[], numeric[], text[], text[], integer[]
) is
'Movements as the commands answer them; and whether all is good: each was posted (has a balance), and its item and place still take movements, in the base unit it was read in and quantities that can have.';
