create or replace function inventory.moves_by_group(since timestamptz, until timestamptz, grouped_by text, at_location text, category text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
    with recursive moved as materialized (
        select m.* from inventory.report_moved(since, until, grouped_by, at_location, category) as m
    ), above as (
        -- Each category, or location, with itself and all above it.
        select c.category_id as own_id, c.category_id as node_id, c.parent_id, array[c.code] as path
        from inventory.categories as c where grouped_by = 'category'
        union all
        select a.own_id, c.category_id, c.parent_id, c.code || a.path
        from above as a join inventory.categories as c on c.category_id = a.parent_id
        where grouped_by = 'category'
    ), tree as (
        select a.own_id, a.node_id from above as a
        union all
        select t.location_id, t.ancestor_id from inventory.location_tree as t where grouped_by = 'location'
    ), node as (
        select c.category_id as node_id, c.code, c.name, a.path
        from above as a join inventory.categories as c on c.category_id = a.own_id where a.parent_id is null
        union all
        select l.location_id, l.code, l.name, (
            select array_agg(p.code order by t.depth desc)
            from inventory.location_tree as t join inventory.locations as p on p.location_id = t.ancestor_id
            where t.location_id = l.location_id
        )
        from inventory.locations as l where grouped_by = 'location'
    ), figure as (
        select g.node_id, sum(g.moves) as moves, jsonb_agg(inventory.move_figures(
            u.code, g.opening, g.received, g.issued, g.transferred_in, g.transferred_out, g.adjusted, g.reversed) order by u.code) as figures
        from (
            select t.node_id, m.unit_id, sum(m.opening) as opening, sum(m.received) as received, sum(m.issued) as issued,
                sum(m.transferred_in) as transferred_in, sum(m.transferred_out) as transferred_out, sum(m.adjusted) as adjusted,
                sum(m.reversed) as reversed, sum(m.moves) as moves
            from moved as m cross join lateral (
                select t.node_id from tree as t where t.own_id = m.own_id union all select null -- null: the total
            ) as t
            group by t.node_id, m.unit_id
            having sum(m.moves) > 0 or sum(m.opening) <> 0 -- of lots that make up for each other sums tell no row
        ) as g
        join inventory.units as u using (unit_id)
        group by g.node_id
    ), shown as (
        select n.*, f.moves, f.figures from figure as f join node as n using (node_id)
        where case grouped_by when 'location' then at_location is null or upper(btrim(at_location)) = any (n.path)
            else category is null or upper(btrim(category)) = any (n.path) end
        order by n.path limit 2001
    )
    select jsonb_build_object(
        'rows', (
            select coalesce(jsonb_agg(jsonb_build_object(
                grouped_by, s.code, 'name', s.name, 'depth', cardinality(s.path) - 1, 'parent', s.path[cardinality(s.path) - 1]
            ) || f.figures order by s.path, f.position), '[]')
            from (select * from shown as h order by h.path limit 2000) as s
            cross join lateral jsonb_array_elements(s.figures) with ordinality as f (figures, position)
        ),
        'cut', (select count(*) > 2000 from shown), 'next', null,
        'total', coalesce(
            (select jsonb_build_object('moves', f.moves, 'figures', f.figures) from figure as f where f.node_id is null),
            '{"moves": 0, "figures": []}'
        )
    )
$$;
alter function inventory.moves_by_group(timestamptz, timestamptz, text, text, text) owner to stockroom_owner;
grant execute on function inventory.moves_by_group(timestamptz, timestamptz, text, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moves_by_group(timestamptz, timestamptz, text, text, text) is
'The rows and the total of api.movement_report by location or category, in the order of the tree, at most 2,000. Raises IN014.';
