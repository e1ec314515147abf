create or replace function api.form_choices()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'locations', (
            select coalesce(jsonb_agg(to_jsonb(l) order by l.path), '[]')
            from (select v.location, v.name, v.path, v.kind, v.postable from api.locations as v where v.retired_at is null order by v.path limit 1000) as l
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
grant execute on function api.form_choices() to stockroom_viewer, stockroom_auditor, stockroom_admin;
comment on function api.form_choices() is
'What forms offer: locations (at most 1,000, with whether the caller may post there), categories, units, usual reasons.';
