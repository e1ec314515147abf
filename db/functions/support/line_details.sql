create or replace function inventory.line_details(
    kind text, line jsonb, item_id integer, base_unit_id integer,
    out shape_code text, out code text, out late_code text, out quantity numeric, out lot_id integer, out entered_quantity numeric,
    out entered_unit_id integer, out unit_cost numeric, out reason text, out note text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- What most lines do without, apart from inventory.read_lines, so that they do not pay for it.
declare
    v_lot text := btrim(line ->> 'lot');
    v_unit text := btrim(line ->> 'unit');
    v_cost text := nullif(line ->> 'unit_cost', '');
    v_factor numeric := 1;
    v_expires_on date;
begin
    shape_code := inventory.line_shape(kind, line);
    if shape_code is not null then
        return;
    end if;
    lot_id := 0;
    if v_lot <> '' then
        select t.lot_id, t.expires_on into lot_id, v_expires_on from inventory.lots as t
        where t.item_id = line_details.item_id and t.code = v_lot;
        if lot_id is null and v_lot ~ '[[:space:]]|[^ -~]' then
            v_lot := inventory.plain_name(v_lot);
            select case when v_lot = '' then 0 else t.lot_id end, t.expires_on into lot_id, v_expires_on
            from (select) as one left join inventory.lots as t on t.item_id = line_details.item_id and t.code = v_lot;
        end if;
    end if;
    entered_unit_id := base_unit_id;
    if v_unit <> '' then
        select u.unit_id, case when u.unit_id = base_unit_id then 1 else p.factor end into entered_unit_id, v_factor
        from inventory.units as u
        left join inventory.item_units as p on p.item_id = line_details.item_id and p.unit_id = u.unit_id
        where u.code = v_unit;
    end if;
    code := case
        when lot_id is null then 'IN104'
        when v_factor is null then 'IN105'
        when line ->> 'expires_on' <> '' and (line ->> 'expires_on')::date is distinct from v_expires_on then 'IN114'
    end;
    entered_quantity := inventory.read_number(line ->> 'quantity');
    quantity := trim_scale(entered_quantity * v_factor);
    unit_cost := inventory.read_number(v_cost) / v_factor;
    reason := btrim(coalesce(line ->> 'reason', ''));
    note := coalesce(line ->> 'note', '');
    late_code := case
        when kind = 'adjustment' and reason = '' then 'IN108'
        when v_cost is not null and (unit_cost is null or unit_cost < 0 or unit_cost >= 1000000000000) then 'IN112'
    end;
end
$$;
alter function inventory.line_details(text, jsonb, integer, integer) owner to stockroom_writer;
comment on function inventory.line_details(text, jsonb, integer, integer) is
'Quantity, lot, unit, cost, reason and note of a line, with the codes of what is wrong: with its shape (nothing else is read then), with lot or unit, and with reason or cost.';
