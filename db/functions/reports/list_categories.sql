create or replace function api.list_categories(search text default '')
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    with recursive tree as (
        select c.category_id, c.code, c.name, c.version, null::text as parent, 0 as depth, c.name as path, array[c.name, c.code] as place_order
        from inventory.categories as c where c.parent_id is null
        union all
        select c.category_id, c.code, c.name, c.version, t.code, t.depth + 1, t.path || ' / ' || c.name, t.place_order || array[c.name, c.code]
        from tree as t
        join inventory.categories as c on c.parent_id = t.category_id
    )
    select jsonb_build_object('rows', coalesce(jsonb_agg(jsonb_build_object(
        'category', s.code, 'name', s.name, 'parent', s.parent, 'depth', s.depth, 'path', s.path, 'version', s.version,
        'below', (select count(*) from inventory.categories as b where b.parent_id = s.category_id),
        'attributes', (select count(*) from inventory.attributes as a where a.category_id = s.category_id)
    ) order by s.place_order), '[]'))
    from (
        select t.* from tree as t
        where btrim(coalesce(list_categories.search, '')) = ''
        or position(lower(btrim(list_categories.search)) in lower(t.code || ' ' || t.name)) > 0
        order by t.place_order limit 2000
    ) as s
$$;
alter function api.list_categories(text) owner to stockroom_owner;
grant execute on function api.list_categories(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.list_categories(text) is
'The tree of categories from the top down, to 2,000: {"rows": [{"category", "name", "parent", "depth", "path", "version", "below": how many lie in it, "attributes": how many fields it declares itself}]}. search: part of a code or name.';
