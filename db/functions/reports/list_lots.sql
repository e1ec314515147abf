create or replace function api.list_lots(state text default 'soon', days integer default 30, query text default '', after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_after jsonb := inventory.read_cursor(after, array['on date', 'lot integer']);
    v_today date := (now() at time zone coalesce(api.me() ->> 'time_zone', 'UTC'))::date;
    v_from date := coalesce((v_after ->> 'on')::date, '-infinity');
    v_lot_id integer := coalesce((v_after ->> 'lot')::integer, 0);
    v_until date;
    v_lots integer[];
    v_rows jsonb;
    v_count integer;
begin
    perform inventory.check_choice('state', coalesce(list_lots.state, ''), array['soon', 'expired', 'all']);
    v_until := case list_lots.state when 'expired' then v_today - 1 when 'soon' then v_today + greatest(0, least(coalesce(days, 30), 3650)) else 'infinity' end;
    -- Not beneath a page that follows: what has expired comes before what expires soon.
    if list_lots.state = 'soon' then
        v_from := greatest(v_from, v_today);
    end if;
    -- All that were ever received with a date are not counted.
    if list_lots.state <> 'all' then
        v_count := cardinality(inventory.lots_due(case list_lots.state when 'soon' then v_today else '-infinity' end, v_until, 0, list_lots.query, 1001));
    end if;
    v_lots := inventory.lots_due(v_from, v_until, v_lot_id, list_lots.query, v_limit + 1);
    select coalesce(jsonb_agg(to_jsonb(f) order by f.expires_on, f.lot_id), '[]') into v_rows
    from (
        select t.lot_id, t.code as lot, t.expires_on, i.sku, i.name, u.code as unit, u.decimals, h.on_hand, h.places
        from unnest(v_lots) as o (lot_id)
        cross join lateral (select k.* from inventory.lots as k where k.lot_id = o.lot_id offset 0) as t
        join inventory.items as i using (item_id)
        join inventory.units as u using (unit_id)
        cross join lateral (
            select sum(s.on_hand) as on_hand, array_agg(distinct l.name order by l.name) as places
            from inventory.stock_levels as s
            join inventory.locations as l using (location_id)
            where s.lot_id = t.lot_id and s.lot_id <> 0 and s.on_hand <> 0
        ) as h
    ) as f;
    return jsonb_build_object(
        'rows', (select coalesce(jsonb_agg(r.value - 'lot_id' order by r.n), '[]') from jsonb_array_elements(v_rows) with ordinality as r (value, n) where r.n <= v_limit),
        'next', case when jsonb_array_length(v_rows) > v_limit then
            inventory.write_cursor(jsonb_build_object('on', v_rows -> (v_limit - 1) -> 'expires_on', 'lot', v_rows -> (v_limit - 1) -> 'lot_id'))
        end,
        'today', v_today, 'count', case when v_count is not null then least(v_count, 1000) end, 'count_exact', v_count <= 1000
    );
end
$$;
alter function api.list_lots(text, integer, text, text, integer) owner to stockroom_owner;
grant execute on function api.list_lots(text, integer, text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.list_lots(text, integer, text, text, integer) is
'A page of the lots that expire and have stock at the caller''s places, the earliest first: {"rows": [{"sku", "name", "lot", "expires_on", "on_hand": over those places, "unit", "decimals", "places"}], "next", "today": in the caller''s time zone, "count" (to 1,000; null for all), "count_exact"}. state: soon (within so many days from today), expired or all; query: start of a SKU or lot, or part of a name. Raises IN014.';
