create or replace function inventory.recategorised_moves(since timestamptz, until timestamptz, place_ids integer[])
returns table (
    location_id integer, category_id integer, unit_id integer, received numeric, issued numeric, transferred_in numeric,
    transferred_out numeric, adjusted numeric, reversed numeric, moves integer
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with moved as (
        select distinct on (s.taken_at, c.item_id) s.taken_at, s.moves_from, s.known_to, c.item_id, c.category_id
        from inventory.moved_spans(recategorised_moves.since, recategorised_moves.until) as s
        join inventory.recategorised_items as c on c.change_id > s.summed_to
        order by s.taken_at, c.item_id, c.change_id
    )
    select m.location_id, t.category_id, i.unit_id,
        case when d.kind = 'receipt' then t.sign * m.quantity else 0 end,
        case when d.kind = 'issue' then t.sign * m.quantity else 0 end,
        case when d.kind = 'transfer' and m.quantity > 0 then t.sign * m.quantity else 0 end,
        case when d.kind = 'transfer' and m.quantity < 0 then t.sign * m.quantity else 0 end,
        case when d.kind in ('adjustment', 'stocktake') then t.sign * m.quantity else 0 end,
        case when d.kind = 'reversal' then t.sign * m.quantity else 0 end,
        t.sign
    from (select distinct w.item_id from moved as w) as w
    join inventory.items as i on i.item_id = w.item_id
    join inventory.movements as m on m.item_id = w.item_id and m.location_id = any (recategorised_moves.place_ids)
    join inventory.documents as d on d.document_id = m.document_id
    join moved as k on k.item_id = m.item_id and m.occurred_at >= k.moves_from and m.occurred_at < k.taken_at and m.movement_id <= k.known_to
    cross join lateral (values (k.category_id, -1), (i.category_id, 1)) as t (category_id, sign)
$$;
alter function inventory.recategorised_moves(timestamptz, timestamptz, integer[]) owner to stockroom_reader;
comment on function inventory.recategorised_moves(timestamptz, timestamptz, integer[]) is
'What inventory.move_sums have in a category that its items have left since, taken out of it and put into theirs of now. Called by inventory.moved_sums only.';
