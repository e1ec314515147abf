create or replace function inventory.item_rows_unseen(item_ids integer[])
returns json
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- The keys of inventory.item_rows_of(), in its order, so that one page shows either.
    select coalesce(json_agg(json_build_object(
        'sku', i.sku, 'name', i.name, 'category', c.code, 'category_name', c.name, 'unit', u.code, 'decimals', u.decimals,
        'on_hand', null, 'reserved', null, 'available', null, 'places', null, 'place', null, 'place_name', null,
        'minimum', null, 'maximum', null, 'status', null, 'alerts', null,
        'balance', null, 'judged_at', null, 'judged_at_name', null,
        'updated_at', i.updated_at, 'version', i.version, 'retired', i.retired_at is not null
    ) order by g.position), '[]')
    from unnest(item_rows_unseen.item_ids) with ordinality as g (item_id, position)
    join inventory.items as i using (item_id)
    join inventory.categories as c using (category_id)
    join inventory.units as u using (unit_id)
$$;
alter function inventory.item_rows_unseen(integer[]) owner to stockroom_owner;
grant execute on function inventory.item_rows_unseen(integer[]) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.item_rows_unseen(integer[]) is
'Rows of the items list for who may see no stock: every figure is null.';
