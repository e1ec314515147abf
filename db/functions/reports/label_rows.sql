create or replace function api.label_rows(skus text[] default '{}', locations text[] default '{}', below boolean default false)
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
            select coalesce(jsonb_agg(jsonb_build_object('location', f.code, 'name', f.name) order by f.place, f.is_below, f.code), '[]')
            from (
                -- Each once, where it is asked for first; of what lies below, no place that is closed.
                select d.code, d.name, d.place, d.is_below
                from (
                    select distinct on (l.code) l.code, l.name, s.place, t.depth > 0 as is_below
                    from (
                        select upper(btrim(k.code)) as code, min(k.place) as place
                        from unnest(locations) with ordinality as k (code, place) group by 1 order by 2 limit 500
                    ) as s
                    join inventory.locations as a on a.code = s.code
                    join inventory.location_tree as t on t.ancestor_id = a.location_id and (t.depth = 0 or label_rows.below)
                    join inventory.locations as l on l.location_id = t.location_id and (t.depth = 0 or l.retired_at is null)
                    order by l.code, s.place
                ) as d
                order by d.place, d.is_below, d.code limit 500
            ) as f
        )
    )
$$;
alter function api.label_rows(text[], text[], boolean) owner to stockroom_owner;
grant execute on function api.label_rows(text[], text[], boolean) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.label_rows(text[], text[], boolean) is
'What labels of items and places say: {"items": [{"sku", "name", "unit": code, "packs": array of {"unit", "factor"}, "barcodes": array of {"barcode", "unit"}}], "locations": [{"location": code, "name"}]}, in the order asked for, at most 500 of each. below: with each place all open ones that lie in it, by their codes.';
