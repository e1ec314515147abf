create or replace function api.label_rows(skus text[] default '{}', locations text[] default '{}')
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- In the order in which they were asked for; what is not there, or not the caller's to see, has none.
    select jsonb_build_object(
        'items', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'sku', i.sku, 'name', i.name, 'unit', u.code,
                'packs', (
                    select coalesce(jsonb_agg(jsonb_build_object('unit', pu.code, 'factor', p.factor) order by p.factor), '[]')
                    from inventory.item_units as p join inventory.units as pu using (unit_id) where p.item_id = i.item_id
                ),
                'barcodes', (
                    select coalesce(jsonb_agg(jsonb_build_object('barcode', b.barcode, 'unit', bu.code) order by b.created_at, b.barcode), '[]')
                    from inventory.item_barcodes as b left join inventory.units as bu using (unit_id) where b.item_id = i.item_id
                )
            ) order by s.place), '[]')
            from (
                select upper(btrim(k.sku)) as sku, min(k.place) as place
                from unnest(skus) with ordinality as k (sku, place) group by 1 order by 2 limit 500
            ) as s
            join inventory.items as i on i.sku = s.sku
            join inventory.units as u using (unit_id)
        ),
        'locations', (
            select coalesce(jsonb_agg(jsonb_build_object('location', l.code, 'name', l.name) order by s.place), '[]')
            from (
                select upper(btrim(k.code)) as code, min(k.place) as place
                from unnest(locations) with ordinality as k (code, place) group by 1 order by 2 limit 500
            ) as s
            join inventory.locations as l on l.code = s.code
        )
    )
$$;
alter function api.label_rows(text[], text[]) owner to stockroom_owner;
grant execute on function api.label_rows(text[], text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.label_rows(text[], text[]) is
'What labels of items and places say: {"items": [{"sku", "name", "unit": code, "packs": array of {"unit", "factor"}, "barcodes": array of {"barcode", "unit"}}], "locations": [{"location": code, "name"}]}, in the order asked for, at most 500 of each.';
