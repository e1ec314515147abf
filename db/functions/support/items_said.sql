create or replace function inventory.items_said(item_ids integer[])
returns table (item_id integer, said jsonb)
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select i.item_id, jsonb_build_object(
        'sku', i.sku, 'name', i.name, 'description', i.description, 'category', c.code, 'unit', u.code, 'attributes', i.attributes,
        'tags', i.tags, 'packs', (
            select coalesce(jsonb_agg(jsonb_build_object('unit', pu.code, 'factor', trim_scale(p.factor)) order by p.factor, pu.code), '[]')
            from inventory.item_units as p
            join inventory.units as pu using (unit_id)
            where p.item_id = i.item_id
        ),
        'barcodes', (
            select coalesce(jsonb_agg(jsonb_build_object('barcode', b.barcode, 'unit', bu.code) order by b.created_at, b.barcode), '[]')
            from inventory.item_barcodes as b
            left join inventory.units as bu using (unit_id)
            where b.item_id = i.item_id
        )
    )
    from inventory.items as i
    join inventory.categories as c using (category_id)
    join inventory.units as u using (unit_id)
    where i.item_id = any (items_said.item_ids)
$$;
alter function inventory.items_said(integer[]) owner to stockroom_owner;
grant execute on function inventory.items_said(integer[]) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.items_said(integer[]) is
'Items as api.create_item takes them, in no order; those that the caller sees. Who asks is worked out once for all of them.';
