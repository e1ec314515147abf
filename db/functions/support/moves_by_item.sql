create or replace function inventory.moves_by_item(
    since timestamptz, until timestamptz, at_location text, category text, after text, max_rows integer
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 100), 20000));
    v_after text := inventory.read_cursor(after, array['sku text']) ->> 'sku';
    v_answer jsonb;
begin
    with item as materialized (
        select m.item_id, m.unit_id, sum(m.opening) as opening, sum(m.received) as received, sum(m.issued) as issued,
            sum(m.transferred_in) as transferred_in, sum(m.transferred_out) as transferred_out, sum(m.adjusted) as adjusted,
            sum(m.reversed) as reversed, sum(m.moves) as moves
        from inventory.report_moves(since, until, at_location, category) as m
        group by m.item_id, m.unit_id
        having sum(m.moves) > 0
    ), shown as (
        select i.sku, i.name, n.* from item as n join inventory.items as i using (item_id)
        where v_after is null or i.sku > v_after
        order by i.sku limit v_limit + 1
    )
    select jsonb_build_object(
        'rows', (
            select coalesce(jsonb_agg(jsonb_build_object('sku', s.sku, 'name', s.name, 'moves', s.moves, 'decimals', u.decimals) || inventory.move_figures(
                u.code, s.opening, s.received, s.issued, s.transferred_in, s.transferred_out, s.adjusted, s.reversed) order by s.sku), '[]')
            from shown as s join inventory.units as u using (unit_id)
        ),
        'total', (
            select jsonb_build_object('moves', coalesce(sum(q.moves), 0), 'item_count', coalesce(sum(q.items), 0), 'figures', coalesce(jsonb_agg(
                inventory.move_figures(q.code, q.opening, q.received, q.issued, q.transferred_in, q.transferred_out, q.adjusted, q.reversed)
                order by q.code), '[]'))
            from (
                select u.code, sum(n.opening) as opening, sum(n.received) as received, sum(n.issued) as issued,
                    sum(n.transferred_in) as transferred_in, sum(n.transferred_out) as transferred_out, sum(n.adjusted) as adjusted,
                    sum(n.reversed) as reversed, sum(n.moves) as moves, count(*) as items
                from item as n join inventory.units as u using (unit_id) group by u.code
            ) as q
        ),
        'next', null, 'cut', false
    ) into v_answer;
    if jsonb_array_length(v_answer -> 'rows') > v_limit then
        v_answer := jsonb_set(v_answer, '{rows}', (v_answer -> 'rows') - v_limit)
            || jsonb_build_object('next', inventory.write_cursor(jsonb_build_object('sku', v_answer #>> array['rows', (v_limit - 1)::text, 'sku'])));
    end if;
    return v_answer;
end
$$;
alter function inventory.moves_by_item(timestamptz, timestamptz, text, text, text, integer) owner to stockroom_owner;
grant execute on function inventory.moves_by_item(timestamptz, timestamptz, text, text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moves_by_item(timestamptz, timestamptz, text, text, text, integer) is
'A page of api.movement_report by item that moved, by SKU, and the total of those. Raises IN014.';
