create or replace function inventory.recategorised_stock(taken_at timestamptz, known_to bigint, summed_to bigint, place_ids integer[])
returns table (item_id integer, location_id integer, category_id integer, unit_id integer, on_hand numeric, levels integer)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with moved as (
        select distinct on (c.item_id) c.item_id, c.category_id from inventory.recategorised_items as c
        where c.change_id > summed_to order by c.item_id, c.change_id
    )
    select w.item_id, q.location_id, t.category_id, i.unit_id, t.sign * q.on_hand, t.sign * q.levels::integer
    from moved as w
    join inventory.items as i using (item_id)
    cross join lateral (
        select s.location_id, sum(s.on_hand) as on_hand, count(*) filter (where s.on_hand <> 0) as levels
        from (
            select m.location_id, m.lot_id, sum(m.quantity) as on_hand from inventory.movements as m
            where m.item_id = w.item_id and m.occurred_at < taken_at and m.movement_id <= known_to and m.location_id = any (place_ids)
            group by m.location_id, m.lot_id
        ) as s
        group by s.location_id
    ) as q
    cross join lateral (values (w.category_id, -1), (i.category_id, 1)) as t (category_id, sign)
$$;
alter function inventory.recategorised_stock(timestamptz, bigint, bigint, integer[]) owner to stockroom_reader;
comment on function inventory.recategorised_stock(timestamptz, bigint, bigint, integer[]) is
'What a snapshot''s sums have in a category that its items have left since, taken out of it and put into theirs of now. Called by inventory.kept_stock only.';
