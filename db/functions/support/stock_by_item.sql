create or replace function inventory.stock_by_item(
    instant timestamptz, known_at timestamptz, at_location text, category text, after text, max_rows integer, with_total boolean default true
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit constant integer := greatest(1, least(coalesce(max_rows, 100), 20000));
    v_after constant text := inventory.read_cursor(after, array['sku text']) ->> 'sku';
    v_places constant integer[] := inventory.places_below(at_location);
    v_items constant integer[] := inventory.stocked_items(instant, known_at, v_places, inventory.categories_asked(category));
    v_shown constant integer[] := array(select n.item_id from inventory.next_items(v_items, v_after, v_limit + 1) as n);
    v_cost constant boolean := auth.in_group('cost');
    v_total jsonb;
    v_rows jsonb;
begin
    if with_total then
        select inventory.report_figures(
            coalesce(jsonb_agg(jsonb_build_object('unit', q.code, 'on_hand', trim_scale(q.on_hand)) order by q.code), '[]'),
            coalesce(sum(q.levels), 0), sum(q.value), coalesce(sum(q.unvalued), 0)) || jsonb_build_object('item_count', cardinality(v_items)) into v_total
        from (
            select u.code, sum(s.on_hand) as on_hand, sum(s.levels) as levels, sum(s.value) as value, sum(s.unvalued) as unvalued
            from inventory.report_sums(instant, known_at, at_location, category, false) as s join inventory.units as u using (unit_id)
            group by u.code
        ) as q;
    end if;
    select jsonb_agg(jsonb_build_object(
        'sku', i.sku, 'name', i.name, 'on_hand', trim_scale(s.on_hand), 'unit', u.code, 'decimals', u.decimals, 'levels', s.levels
    ) || case when v_cost then jsonb_build_object(
        'value', trim_scale(coalesce(s.on_hand * c.last_cost, 0)), 'unvalued', case when c.item_id is null then s.levels else 0 end
    ) else '{}' end order by i.sku) into v_rows
    from inventory.items as i
    join inventory.item_stock(instant, known_at, v_places, v_shown) as s using (item_id)
    join inventory.units as u using (unit_id)
    left join inventory.seen_costs(v_shown) as c using (item_id);
    return inventory.page_by_sku(coalesce(v_rows, '[]'), v_limit) || jsonb_build_object('total', v_total);
end
$$;
alter function inventory.stock_by_item(timestamptz, timestamptz, text, text, text, integer, boolean) owner to stockroom_owner;
grant execute on function inventory.stock_by_item(timestamptz, timestamptz, text, text, text, integer, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.stock_by_item(timestamptz, timestamptz, text, text, text, integer, boolean) is
'A page of api.stock_report by item, by SKU, and the total of all where it is asked for. Raises IN014.';
