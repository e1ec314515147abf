create or replace function inventory.lots_due(since date, until date, after_lot integer, query text, max_rows integer)
returns integer[]
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed
as $$
declare
    -- Whose places have fewer levels of stock has the lots of those looked through, not all others'.
    v_few constant integer := 2400;
    v_query constant text := btrim(coalesce(lots_due.query, ''));
    v_levels integer;
    v_lots integer[];
begin
    if not auth.in_group('auditor') then
        -- A path above the places held is seen, what lies there is not.
        select count(*), coalesce(array_agg(distinct n.lot_id) filter (where n.lot_id <> 0 and n.on_hand <> 0), '{}')
        into v_levels, v_lots
        from (
            select s.lot_id, s.on_hand from inventory.locations as l
            cross join lateral (
                select k.lot_id, k.on_hand from inventory.stock_levels as k where k.location_id = l.location_id limit v_few
            ) as s
            where get_bit((select auth.readable_bits()), l.location_id) = 1 limit v_few
        ) as n;
    end if;
    if v_levels < v_few then
        return array(
            select t.lot_id from unnest(v_lots) as o (lot_id)
            cross join lateral (select k.* from inventory.lots as k where k.lot_id = o.lot_id offset 0) as t
            where t.expires_on between lots_due.since and lots_due.until and (t.expires_on, t.lot_id) > (lots_due.since, lots_due.after_lot)
            and (select sum(s.on_hand) from inventory.stock_levels as s where s.lot_id = t.lot_id and s.lot_id <> 0) <> 0
            and (v_query = '' or starts_with(t.code, v_query) or exists (
                select from inventory.items as i
                where i.item_id = t.item_id and (starts_with(i.sku, upper(v_query)) or position(lower(v_query) in lower(i.name)) > 0)
            ))
            order by t.expires_on, t.lot_id limit lots_due.max_rows
        );
    end if;
    return array(
        select t.lot_id from inventory.lots as t
        where t.expires_on is not null and t.expires_on between lots_due.since and lots_due.until
        and (t.expires_on, t.lot_id) > (lots_due.since, lots_due.after_lot)
        and (select sum(s.on_hand) from inventory.stock_levels as s where s.lot_id = t.lot_id and s.lot_id <> 0) <> 0
        and (v_query = '' or starts_with(t.code, v_query) or exists (
            select from inventory.items as i
            where i.item_id = t.item_id and (starts_with(i.sku, upper(v_query)) or position(lower(v_query) in lower(i.name)) > 0)
        ))
        order by t.expires_on, t.lot_id limit lots_due.max_rows
    );
end
$$;
alter function inventory.lots_due(date, date, integer, text, integer) owner to stockroom_owner;
grant execute on function inventory.lots_due(date, date, integer, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.lots_due(date, date, integer, text, integer) is
'Keys of the lots that expire between two days, after a lot of the first day, and have stock at the caller''s places, the earliest first; of a SKU or lot that begins so, or a name that has it.';
