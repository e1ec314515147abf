create or replace function inventory.item_rows_of(item_ids integer[])
returns json
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan -- planning these seven tables anew costs a row's time thirty times over
as $$
-- The row of the items list, one source for the list, the live re-read and the item
-- page. Under the caller's own policies: sums reach over their places only. As json, which is
-- written out as it is built: jsonb would cost fifty rows a third more.
begin
    if not has_table_privilege('inventory.stock_levels', 'select') then
        return inventory.item_rows_unseen(item_ids);
    end if;
    return (
        select coalesce(json_agg(json_build_object(
            'sku', i.sku, 'name', i.name, 'category', c.code, 'category_name', c.name, 'unit', u.code, 'decimals', u.decimals,
            'on_hand', s.on_hand, 'reserved', s.reserved, 'available', s.on_hand - s.reserved, 'places', s.places,
            'place', w.code, 'place_name', w.name,
            'minimum', t.minimum, 'maximum', t.maximum, 'status', coalesce(t.status, 'ok'), 'alerts', coalesce(t.alerts, 0),
            'balance', t.balance, 'judged_at', p.code, 'judged_at_name', p.name,
            'updated_at', greatest(i.updated_at, s.changed_at), 'version', i.version, 'retired', i.retired_at is not null
        ) order by g.position), '[]')
        from unnest(item_rows_of.item_ids) with ordinality as g (item_id, position)
        join inventory.items as i using (item_id)
        join inventory.categories as c using (category_id)
        join inventory.units as u using (unit_id)
        cross join lateral (
            select coalesce(sum(l.on_hand), 0) as on_hand, coalesce(sum(l.reserved), 0) as reserved,
                count(distinct l.location_id) filter (where l.on_hand <> 0) as places, max(l.changed_at) as changed_at,
                max(l.location_id) filter (where l.on_hand <> 0) as location_id
            from inventory.stock_levels as l
            where l.item_id = i.item_id
        ) as s
        left join lateral (
            -- The threshold that decides: the worst verdict, at the widest place. Its balance is
            -- what it judges; on hand above is the sum over all the caller's places.
            select b.status, b.minimum, b.maximum, b.balance, b.location_id,
                count(*) filter (where b.status <> 'ok') over () as alerts
            from inventory.threshold_balances as b
            where b.item_id = i.item_id
            order by case b.status when 'out' then 1 when 'low' then 2 when 'over' then 3 else 4 end,
                (select count(*) from inventory.location_tree as lt where lt.location_id = b.location_id), b.location_id
            limit 1
        ) as t on true
        left join lateral (
            -- Where one goes for it, if it lies in one place alone; by its key, not through all places.
            select l.code, l.name from inventory.locations as l where l.location_id = s.location_id and s.places = 1 offset 0
        ) as w on true
        left join inventory.locations as p on p.location_id = t.location_id
    );
end
$$;
alter function inventory.item_rows_of(integer[]) owner to stockroom_owner;
grant execute on function inventory.item_rows_of(integer[]) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.item_rows_of(integer[]) is
'Rows of the items list for these items, in the order given: a JSON array. Quantities in base units, over the caller''s places; null for who may see no stock.';
