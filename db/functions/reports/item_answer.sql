create or replace function inventory.item_answer(sku text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'sku', i.sku, 'name', i.name, 'description', i.description, 'category', c.code, 'category_name', c.name,
        'category_path', (
            with recursive above as (
                select k.category_id, k.parent_id, k.name, 0 as depth from inventory.categories as k where k.category_id = i.category_id
                union all
                select k.category_id, k.parent_id, k.name, a.depth + 1 from above as a join inventory.categories as k on k.category_id = a.parent_id where a.depth < 100
            )
            select string_agg(a.name, ' / ' order by a.depth desc) from above as a
        ),
        'unit', u.code, 'unit_name', u.name, 'decimals', u.decimals, 'attributes', i.attributes,
        'packs', (
            select coalesce(jsonb_agg(jsonb_build_object('unit', pu.code, 'name', pu.name, 'factor', p.factor) order by p.factor), '[]')
            from inventory.item_units as p
            join inventory.units as pu using (unit_id)
            where p.item_id = i.item_id
        ),
        'tags', i.tags, 'barcodes', (
            select coalesce(jsonb_agg(jsonb_build_object('barcode', b.barcode, 'unit', bu.code) order by b.created_at, b.barcode), '[]')
            from inventory.item_barcodes as b
            left join inventory.units as bu using (unit_id)
            where b.item_id = i.item_id
        ),
        'version', i.version, 'created_at', i.created_at, 'created_by', i.created_by, 'updated_at', i.updated_at,
        'updated_by', i.updated_by, 'updated_by_name', auth.name_of(i.updated_by), 'retired_at', i.retired_at, 'has_movements', inventory.has_moved(i.item_id)
    )
    from inventory.items as i
    join inventory.categories as c using (category_id)
    join inventory.units as u using (unit_id)
    where i.sku = upper(item_answer.sku)
$$;
alter function inventory.item_answer(text) owner to stockroom_owner;
grant execute on function inventory.item_answer(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.item_answer(text) is 'An item as a JSON object, without its stock; null where there is none.';
