create or replace function inventory.preview_lines(kind text, lines jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
-- What inventory.post_document would say, by the same functions, of the stock as it is now. Nothing is
-- written or held: who looks never makes anybody wait, and what is then posted is judged afresh.
declare
    v_ranges int4multirange := auth.postable_ranges();
    v_said jsonb := preview_lines.lines;
    v_new_line integer[];
    v_new_lot text[];
    v_line record;
    v_problems jsonb;
    v_lines jsonb;
begin
    if kind = 'receipt' and jsonb_path_exists(v_said, '$[*].lot') then
        select array_agg(n.line), array_agg(n.code) into v_new_line, v_new_lot from inventory.new_lots(v_said) as n;
    end if;
    if v_new_line is not null then
        -- A lot that the receipt will create is none yet: read without it, its dates by themselves.
        select jsonb_agg(case when n.line is null then e.value else e.value - array['lot', 'expires_on'] end order by e.place),
            jsonb_agg(jsonb_build_object('line', n.line, 'code', 'IN114', 'field', null, 'item', e.value ->> 'item', 'lot', n.code))
            filter (where (e.value ->> 'expires_on')::date is distinct from n.expires_on and e.value ->> 'expires_on' <> '')
        into v_said, v_problems
        from jsonb_array_elements(v_said) with ordinality as e (value, place)
        left join inventory.new_lots(v_said) as n on n.line = e.place;
    end if;
    v_line := inventory.read_lines(kind, v_said, v_ranges);
    v_problems := coalesce(v_problems, '[]') || case
        when v_line.bad > 0 then inventory.line_problems(kind, v_said, v_ranges)
        else coalesce(inventory.line_shortages(v_line.line, v_line.item_id, v_line.location_id, v_line.lot_id, v_line.quantity, null), '[]')
    end;
    select jsonb_agg(jsonb_build_object(
        'line', m.line, 'item', i.sku, 'name', i.name, 'location', l.code, 'lot', coalesce(m.new_lot, nullif(t.code, '')),
        'quantity', m.quantity, 'unit', u.code, 'decimals', u.decimals, 'before', m.before, 'after', m.before + m.quantity,
        'lots', case when m.lot_id = 0 and m.new_lot is null and preview_lines.kind <> 'reversal' then (
            -- What lies there in lots, those that expire first being meant to go first.
            select coalesce(jsonb_agg(jsonb_build_object('lot', o.code, 'on_hand', o.on_hand, 'expires_on', o.expires_on) order by o.place), '[]')
            from (
                select o.code, s.on_hand, o.expires_on, row_number() over (order by o.expires_on, o.code) as place
                from inventory.stock_levels as s join inventory.lots as o using (lot_id)
                where s.item_id = m.item_id and s.location_id = m.location_id and s.lot_id <> 0 and s.on_hand > 0
                order by place limit 8
            ) as o
        ) end,
        -- Received without a lot, while what there is of it at the person's places is kept in lots.
        'in_lots', case when preview_lines.kind = 'receipt' and m.lot_id = 0 and m.new_lot is null then exists (
            select from inventory.stock_levels as s
            where s.item_id = m.item_id and s.lot_id <> 0 and s.on_hand > 0 and s.location_id <@ v_ranges
        ) end
    ) order by m.place)
    into v_lines
    from (
        select m.*, n.code as new_lot,
            case when n.code is null then coalesce(s.on_hand, 0) else 0 end
            + coalesce(sum(m.quantity) over (
                partition by m.item_id, m.location_id, m.lot_id, n.code order by m.place rows between unbounded preceding and 1 preceding
            ), 0) as before
        from unnest(v_line.line, v_line.code, v_line.item_id, v_line.location_id, v_line.lot_id, v_line.quantity)
        with ordinality as m (line, code, item_id, location_id, lot_id, quantity, place)
        left join unnest(v_new_line, v_new_lot) as n (line, code) on n.line = m.line
        left join inventory.stock_levels as s
            on s.item_id = m.item_id and s.location_id = m.location_id and s.lot_id = m.lot_id and n.code is null
        where m.code is null
    ) as m
    join inventory.items as i using (item_id)
    join inventory.units as u using (unit_id)
    join inventory.locations as l using (location_id)
    join inventory.lots as t on t.lot_id = m.lot_id;
    return jsonb_build_object(
        'kind', kind, 'lines', coalesce(v_lines, '[]'), 'problems', coalesce(inventory.line_sentences(v_problems), '[]')
    ) || case when v_problems = '[]' then inventory.preview_alerts(v_line.item_id, v_line.location_id, v_line.quantity)
        else '{"alerts": [], "alert_count": 0}' end;
end
$$;
alter function inventory.preview_lines(text, jsonb) owner to stockroom_writer;
comment on function inventory.preview_lines(text, jsonb) is
'What posting these lines would do, for api.preview_document and api.preview_reversal.';
