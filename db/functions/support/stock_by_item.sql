create or replace function inventory.stock_by_item(
    instant timestamptz, known_at timestamptz, at_location text, category text, after text, max_rows integer
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 100), 20000));
    v_after text := inventory.read_cursor(after, array['sku text']) ->> 'sku';
    v_cost boolean := auth.in_group('cost');
    v_answer jsonb;
begin
    with item as materialized (
        select s.item_id, s.unit_id, sum(s.on_hand) as on_hand, count(*) as levels, sum(s.value) as value, count(*) - count(s.value) as unvalued
        from inventory.report_stock(instant, known_at, at_location, category) as s
        group by s.item_id, s.unit_id
    ), shown as (
        select i.sku, i.name, n.* from item as n join inventory.items as i using (item_id)
        where v_after is null or i.sku > v_after
        order by i.sku limit v_limit + 1
    )
    select jsonb_build_object(
        'rows', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'sku', s.sku, 'name', s.name, 'on_hand', trim_scale(s.on_hand), 'unit', u.code, 'decimals', u.decimals, 'levels', s.levels
            ) || case when v_cost then jsonb_build_object('value', trim_scale(coalesce(s.value, 0)), 'unvalued', s.unvalued) else '{}' end
            order by s.sku), '[]')
            from shown as s join inventory.units as u using (unit_id)
        ),
        'total', (
            select inventory.report_figures(
                coalesce(jsonb_agg(jsonb_build_object('unit', q.code, 'on_hand', trim_scale(q.on_hand)) order by q.code), '[]'),
                coalesce(sum(q.levels), 0), sum(q.value), coalesce(sum(q.unvalued), 0)) || jsonb_build_object('item_count', coalesce(sum(q.items), 0))
            from (
                select u.code, sum(n.on_hand) as on_hand, sum(n.levels) as levels, sum(n.value) as value, sum(n.unvalued) as unvalued, count(*) as items
                from item as n join inventory.units as u using (unit_id) group by u.code
            ) as q
        )
    ) into v_answer;
    if jsonb_array_length(v_answer -> 'rows') > v_limit then
        v_answer := jsonb_set(v_answer, '{rows}', (v_answer -> 'rows') - v_limit)
            || jsonb_build_object('next', inventory.write_cursor(jsonb_build_object('sku', v_answer #>> array['rows', (v_limit - 1)::text, 'sku'])));
    else
        v_answer := v_answer || '{"next": null}';
    end if;
    return v_answer || '{"cut": false}';
end
$$;
alter function inventory.stock_by_item(timestamptz, timestamptz, text, text, text, integer) owner to stockroom_owner;
grant execute on function inventory.stock_by_item(timestamptz, timestamptz, text, text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.stock_by_item(timestamptz, timestamptz, text, text, text, integer) is
'A page of api.stock_report by item, by SKU, and the total of all. Raises IN014.';
