create or replace function inventory.stock_by_category(instant timestamptz, known_at timestamptz, at_location text, category text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
    with recursive place as materialized (
        select s.category_id, s.unit_id, sum(s.on_hand) as on_hand, sum(s.levels) as levels, sum(s.value) as value, sum(s.unvalued) as unvalued
        from inventory.report_sums(instant, known_at, at_location, category) as s
        group by s.category_id, s.unit_id
    ), tree as (
        -- Each category with itself and all above it.
        select c.category_id, c.category_id as node_id, c.parent_id, array[c.code] as path from inventory.categories as c
        union all
        select t.category_id, a.category_id, a.parent_id, a.code || t.path from tree as t join inventory.categories as a on a.category_id = t.parent_id
    ), path as (
        select t.category_id, t.path from tree as t where t.parent_id is null
    ), node as (
        select t.node_id, p.unit_id, sum(p.on_hand) as on_hand, sum(p.levels) as levels, sum(p.value) as value, sum(p.unvalued) as unvalued,
            coalesce(sum(p.levels) filter (where t.node_id = p.category_id), 0) as own
        from place as p join tree as t using (category_id)
        group by t.node_id, p.unit_id
    ), figure as (
        select n.node_id, inventory.report_figures(
            jsonb_agg(jsonb_build_object('unit', u.code, 'on_hand', trim_scale(n.on_hand)) order by u.code),
            sum(n.levels), sum(n.value), sum(n.unvalued)) || jsonb_build_object('own_levels', sum(n.own)) as figures
        from node as n join inventory.units as u using (unit_id)
        group by n.node_id
    ), shown as (
        select c.code, c.name, f.figures, p.path
        from figure as f
        join inventory.categories as c on c.category_id = f.node_id
        join path as p on p.category_id = f.node_id
        where category is null or upper(btrim(category)) = any (p.path)
    )
    select jsonb_build_object(
        'rows', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'category', s.code, 'name', s.name, 'depth', cardinality(s.path) - 1, 'parent', s.path[cardinality(s.path) - 1]
            ) || s.figures order by s.path), '[]')
            from (select * from shown as h order by h.path limit 2000) as s
        ),
        'cut', (select count(*) > 2000 from shown), 'next', null,
        'total', (
            select inventory.report_figures(
                coalesce(jsonb_agg(jsonb_build_object('unit', q.code, 'on_hand', trim_scale(q.on_hand)) order by q.code), '[]'),
                coalesce(sum(q.levels), 0), sum(q.value), coalesce(sum(q.unvalued), 0))
            from (
                select u.code, sum(p.on_hand) as on_hand, sum(p.levels) as levels, sum(p.value) as value, sum(p.unvalued) as unvalued
                from place as p join inventory.units as u using (unit_id) group by u.code
            ) as q
        )
    )
$$;
alter function inventory.stock_by_category(timestamptz, timestamptz, text, text) owner to stockroom_owner;
grant execute on function inventory.stock_by_category(timestamptz, timestamptz, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.stock_by_category(timestamptz, timestamptz, text, text) is
'The rows and the total of api.stock_report by category, in the order of the tree, at most 2,000. Raises IN014.';
