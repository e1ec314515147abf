create or replace function api.form_choices()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'locations', (
            -- Down the tree, level by level: the path of each place by itself would be read anew for each.
            with recursive place as (
                select l.location_id, l.code, l.name, l.kind, l.retired_at, l.name as path from inventory.locations as l where l.parent_id is null
                union all
                select l.location_id, l.code, l.name, l.kind, l.retired_at, p.path || ' / ' || l.name
                from place as p
                join inventory.locations as l on l.parent_id = p.location_id
            )
            select coalesce(jsonb_agg(jsonb_build_object(
                'location', p.code, 'name', p.name, 'path', p.path, 'kind', p.kind, 'postable', p.location_id <@ (select auth.postable_ranges())
            ) order by p.path), '[]')
            from (select p.* from place as p where p.retired_at is null order by p.path limit 1000) as p
        ),
        'categories', (
            with recursive tree as (
                select c.category_id, c.code, c.name, c.name as path from inventory.categories as c where c.parent_id is null
                union all
                select c.category_id, c.code, c.name, t.path || ' / ' || c.name from tree as t join inventory.categories as c on c.parent_id = t.category_id
            )
            select coalesce(jsonb_agg(jsonb_build_object('category', t.code, 'name', t.name, 'path', t.path) order by t.path), '[]')
            from tree as t
        ),
        'units', (
            select coalesce(jsonb_agg(to_jsonb(u) order by u.unit), '[]') from api.units as u
        ),
        'reasons', jsonb_build_array('Counted', 'Damaged', 'Expired', 'Lost', 'Found', 'Theft', 'Own use', 'Sample')
    )
$$;
alter function api.form_choices() owner to stockroom_owner;
grant execute on function api.form_choices() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.form_choices() is
'What forms offer: locations (at most 1,000, with whether the caller may post there), categories, units, usual reasons.';
