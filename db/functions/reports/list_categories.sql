create or replace function api.list_categories(search text default '', after text default null, max_rows integer default 2000)
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
    ), asked as (
        select greatest(1, least(coalesce(max_rows, 2000), 2000)) as most,
            (select t.place_order from tree as t where t.category_id = case when k.category is not null then inventory.category_of(k.category) end) as place
        from (values (inventory.read_cursor(list_categories.after, array['category text']) ->> 'category')) as k (category)
    )
    select jsonb_build_object('rows', coalesce(jsonb_agg(jsonb_build_object(
        'category', s.code, 'name', s.name, 'parent', s.parent, 'depth', s.depth, 'path', s.path, 'version', s.version,
        'below', (select count(*) from inventory.categories as b where b.parent_id = s.category_id),
        'attributes', (select count(*) from inventory.attributes as a where a.category_id = s.category_id and a.retired_at is null)
    ) order by s.place_order) filter (where s.n <= s.most), '[]'), 'next', max(
        inventory.write_cursor(jsonb_build_object('category', s.code))
    ) filter (where s.n = s.most and s.all_rows > s.most))
    from (
        select t.*, a.most, row_number() over (order by t.place_order) as n, count(*) over () as all_rows
        from tree as t
        cross join asked as a
        where (
            btrim(coalesce(list_categories.search, '')) = ''
            or position(lower(btrim(list_categories.search)) in lower(t.code || ' ' || t.name)) > 0
        ) and (a.place is null or t.place_order > a.place)
        order by t.place_order limit (select k.most + 1 from asked as k)
    ) as s
$$;
alter function api.list_categories(text, text, integer) owner to stockroom_owner;
grant execute on function api.list_categories(text, text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.list_categories(text, text, integer) is
'The tree of categories from the top down, to 2,000 at once: {"rows": [{"category", "name", "parent", "depth", "path", "version", "below": how many lie in it, "attributes": how many fields it declares itself}], "next"}. search: part of a code or name; after: the page before''s next. Raises IN014.';
