create or replace function inventory.stock_by_location(instant timestamptz, known_at timestamptz, at_location text, category text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
    with place as materialized (
        select s.location_id, s.unit_id, sum(s.on_hand) as on_hand, sum(s.levels) as levels, sum(s.value) as value, sum(s.unvalued) as unvalued
        from inventory.report_sums(instant, known_at, at_location, category, false) as s
        group by s.location_id, s.unit_id
    ), node as (
        -- Each place with all below it.
        select t.ancestor_id as node_id, p.unit_id, sum(p.on_hand) as on_hand, sum(p.levels) as levels, sum(p.value) as value,
            sum(p.unvalued) as unvalued, coalesce(sum(p.levels) filter (where t.depth = 0), 0) as own
        from place as p join inventory.location_tree as t using (location_id)
        group by t.ancestor_id, p.unit_id
    ), figure as (
        select n.node_id, inventory.report_figures(
            jsonb_agg(jsonb_build_object('unit', u.code, 'on_hand', trim_scale(n.on_hand)) order by u.code),
            sum(n.levels), sum(n.value), sum(n.unvalued)) || jsonb_build_object('own_levels', sum(n.own)) as figures
        from node as n join inventory.units as u using (unit_id)
        group by n.node_id
    ), shown as (
        select l.location_id, l.code, l.name, l.kind, f.figures, p.path, p.depth
        from figure as f
        join inventory.locations as l on l.location_id = f.node_id
        cross join lateral (
            select array_agg(a.code order by t.depth desc) as path, count(*) - 1 as depth
            from inventory.location_tree as t join inventory.locations as a on a.location_id = t.ancestor_id
            where t.location_id = l.location_id
        ) as p
        where at_location is null or upper(btrim(at_location)) = any (p.path)
    )
    select jsonb_build_object(
        'rows', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'location', s.code, 'name', s.name, 'kind', s.kind, 'depth', s.depth, 'parent', s.path[s.depth]
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
alter function inventory.stock_by_location(timestamptz, timestamptz, text, text) owner to stockroom_owner;
grant execute on function inventory.stock_by_location(timestamptz, timestamptz, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.stock_by_location(timestamptz, timestamptz, text, text) is
'The rows and the total of api.stock_report by location, in the order of the tree, at most 2,000. Raises IN014.';
