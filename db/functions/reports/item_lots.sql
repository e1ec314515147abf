create or replace function api.item_lots(sku text, after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer := inventory.item_of(sku);
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_after text := inventory.read_cursor(after, array['lot text']) ->> 'lot';
    v_rows jsonb;
begin
    -- By their codes, which the key of an item's lots has in order.
    select coalesce(jsonb_agg(jsonb_build_object(
        'lot', l.code, 'expires_on', l.expires_on, 'on_hand', coalesce(s.on_hand, 0), 'places', coalesce(s.places, 0), 'version', l.version,
        'created_at', l.created_at, 'updated_at', l.updated_at, 'updated_by', l.updated_by,
        'updated_by_name', auth.name_of(l.updated_by)
    ) order by l.code), '[]') into v_rows
    from (
        select t.* from inventory.lots as t
        where t.item_id = v_item_id and (v_after is null or t.code > v_after)
        order by t.code limit v_limit + 1
    ) as l
    left join (
        -- The item's levels once, not once for each lot.
        select k.lot_id, sum(k.on_hand) as on_hand, count(*) filter (where k.on_hand <> 0) as places
        from inventory.stock_levels as k where k.item_id = v_item_id group by k.lot_id
    ) as s using (lot_id);
    return jsonb_build_object(
        'rows', case when jsonb_array_length(v_rows) > v_limit then v_rows - v_limit else v_rows end,
        'next', case when jsonb_array_length(v_rows) > v_limit
            then inventory.write_cursor(jsonb_build_object('lot', v_rows -> (v_limit - 1) -> 'lot')) end
    );
end
$$;
alter function api.item_lots(text, text, integer) owner to stockroom_owner;
grant execute on function api.item_lots(text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.item_lots(text, text, integer) is
'The lots of an item by their codes, with what is on hand of each at the caller''s places: {"rows", "next"}; after: the page before''s next. Raises IN014.';
