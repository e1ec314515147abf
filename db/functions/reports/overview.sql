create or replace function api.overview()
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- of today alone, which a plan made for any day cannot know
as $$
declare
    v_zone text := coalesce(api.me() ->> 'time_zone', 'UTC');
    v_today timestamptz := date_trunc('day', now(), v_zone);
    -- So far is counted and valued: a page of a million items must not wait for all of them.
    c_most constant integer := 10000;
    v_items integer;
    v_levels integer;
    v_items_with_stock integer;
    v_value numeric;
    v_overview jsonb;
begin
    select count(*) into v_items from (
        select from inventory.items as i where i.retired_at is null limit c_most + 1
    ) as n;
    -- Place by place: somebody with few places is not made to look through the others' stock.
    select count(*), count(distinct n.item_id) into v_levels, v_items_with_stock from (
        select s.item_id from inventory.locations as l
        cross join lateral (
            select k.item_id from inventory.stock_levels as k
            where k.location_id = l.location_id and k.on_hand <> 0 limit c_most + 1
        ) as s
        limit c_most + 1
    ) as n;
    v_overview := jsonb_build_object(
        'as_of', clock_timestamp(),
        'items', least(v_items, c_most), 'items_exact', v_items <= c_most,
        'items_with_stock', least(v_items_with_stock, c_most), 'items_with_stock_exact', v_levels <= c_most,
        'alerts', inventory.alert_counts(), 'needs', api.needs_attention(), 'moves', inventory.moves_lately(v_zone),
        'documents_today', (
            select count(*) from (
                select from inventory.documents as d where d.posted_at >= v_today and d.occurred_at >= v_today limit c_most
            ) as n
        ),
        'movements_today', (
            select count(*) from (
                select from inventory.movements as m where m.posted_at >= v_today and m.occurred_at >= v_today limit c_most
            ) as n
        ),
        'attention', (
            select inventory.item_rows_of(coalesce(array_agg(a.item_id order by a.rank, a.opened_at desc), '{}'))
            from (
                select k.item_id, min(array_position(array['out', 'low', 'over'], k.kind)) as rank, max(k.opened_at) as opened_at
                from inventory.alerts as k where k.resolved_at is null
                group by k.item_id order by 2, 3 desc limit 8
            ) as a
        ),
        'recent', inventory.movement_page(null, null, 8) -> 'rows'
    );
    if auth.in_group('cost') then
        if v_levels <= c_most then
            select coalesce(sum(s.on_hand * c.last_cost), 0) into v_value
            from inventory.locations as l
            cross join lateral (
                select k.item_id, k.on_hand from inventory.stock_levels as k
                where k.location_id = l.location_id and k.on_hand <> 0 limit c_most
            ) as s
            join inventory.item_costs as c using (item_id);
        end if;
        v_overview := v_overview || (select jsonb_build_object('value', v_value, 'values', inventory.value_lately(), 'currency', e.currency) from inventory.settings as e);
    end if;
    return v_overview;
end
$$;
alter function api.overview() owner to stockroom_owner;
grant execute on function api.overview() to stockroom_viewer, stockroom_auditor;
comment on function api.overview() is
'What needs attention now at the caller''s places, as one JSON object. needs: as api.needs_attention() answers. moves: how many movements happened on each of the last 30 days, of 7 or 1 where more than 10,000 were recorded in them ("first_day", "last_day", "days", "recorded_today"; both null where more were recorded today alone). documents_today and movements_today: of what also happened today, to 10,000. items and items_with_stock are counted to 10,000; beyond, items_exact and items_with_stock_exact are false. value (on hand at last cost) where cost is permitted, without items whose last cost the caller may not see; null where there are more than 10,000 levels of stock. values: of the weeks that are kept, half a year, at the cost known then.';
