create or replace function inventory.moves_by_item(
    since timestamptz, until timestamptz, at_location text, category text, after text, max_rows integer, with_total boolean default true
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
    v_categories constant integer[] := inventory.categories_asked(category);
    v_items integer[];
    v_total jsonb;
    v_answer jsonb;
begin
    select array_agg(m.item_id) into v_items from inventory.moved_items(since, until, v_places, v_categories) as m;
    if with_total then
        -- Of everything there, as by location and by category: also of items that did not move.
        select jsonb_build_object('moves', coalesce(sum(q.moves), 0), 'item_count', coalesce(cardinality(v_items), 0), 'figures', coalesce(jsonb_agg(
            inventory.move_figures(u.code, q.opening, q.received, q.issued, q.transferred_in, q.transferred_out, q.adjusted, q.reversed)
            order by u.code), '[]')) into v_total
        from (
            select m.unit_id, sum(m.opening) as opening, sum(m.received) as received, sum(m.issued) as issued, sum(m.transferred_in) as transferred_in,
                sum(m.transferred_out) as transferred_out, sum(m.adjusted) as adjusted, sum(m.reversed) as reversed, sum(m.moves) as moves
            from inventory.report_moved(since, until, 'location', at_location, category) as m
            group by m.unit_id
            having sum(m.moves) > 0 or sum(m.opening) <> 0
        ) as q
        join inventory.units as u using (unit_id);
    end if;
    select jsonb_agg(jsonb_build_object('sku', i.sku, 'name', i.name, 'moves', m.moves, 'decimals', u.decimals) || inventory.move_figures(
        u.code, m.opening, m.received, m.issued, m.transferred_in, m.transferred_out, m.adjusted, m.reversed) order by i.sku) into v_answer
    from inventory.items as i
    join inventory.item_moves(since, until, v_places, array(select n.item_id from inventory.next_items(v_items, v_after, v_limit + 1) as n)) as m using (item_id)
    join inventory.units as u using (unit_id);
    return inventory.page_by_sku(coalesce(v_answer, '[]'), v_limit) || jsonb_build_object('total', v_total);
end
$$;
alter function inventory.moves_by_item(timestamptz, timestamptz, text, text, text, integer, boolean) owner to stockroom_owner;
grant execute on function inventory.moves_by_item(timestamptz, timestamptz, text, text, text, integer, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moves_by_item(timestamptz, timestamptz, text, text, text, integer, boolean) is
'A page of api.movement_report by item that moved, by SKU, and the total where it is asked for: of all that is there, and how many items moved. Raises IN014.';
