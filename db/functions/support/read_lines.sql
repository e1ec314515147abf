create or replace function inventory.read_lines(kind text, lines jsonb, ranges int4multirange)
returns table (
    line integer, code text, place text, item_id integer, location_id integer, lot_id integer, quantity numeric,
    entered_quantity numeric, entered_unit_id integer, base_unit_id integer, unit_cost numeric, reason text, note text,
    has_level boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
-- One row per movement to be: a transfer's line makes two. Every rule about a line alone is here,
-- once, as a code; inventory.refuse_lines has the sentences. Values are read as text first, so
-- that no type error hides other lines' errors. Line by line, by key: one query for all lines cost
-- ten times as much for the usual document of one line.
declare
    v_line jsonb;
    v_places text[] := case kind when 'transfer' then array['from', 'to'] else array['location'] end;
    v_sign integer;
    v_place record;
    v_item record;
    v_expires_on date;
    v_unit_id integer;
    v_factor numeric;
    v_entered numeric;
begin
    for line, v_line in select e.line, e.value from jsonb_array_elements(lines) with ordinality as e (value, line) loop
        foreach place in array v_places loop
            item_id := null; location_id := null; lot_id := 0; quantity := null; v_expires_on := null;
            code := inventory.line_shape(kind, v_line);
            if code is not null then
                return next; exit;
            end if;
            reason := btrim(coalesce(v_line ->> 'reason', ''));
            note := coalesce(v_line ->> 'note', '');
            v_sign := case when kind = 'issue' or place = 'from' then -1 else 1 end;
            v_entered := inventory.read_number(v_line ->> 'quantity');
            unit_cost := inventory.read_number(nullif(v_line ->> 'unit_cost', ''));
            select l.location_id, l.kind, l.retired_at into v_place from inventory.locations as l
            where l.code = upper(btrim(v_line ->> place)) and l.location_id <@ read_lines.ranges;
            location_id := v_place.location_id;
            select i.item_id, i.unit_id, i.retired_at, u.decimals into v_item
            from inventory.items as i join inventory.units as u using (unit_id)
            where i.sku = upper(btrim(v_line ->> 'item'));
            item_id := v_item.item_id;
            if btrim(v_line ->> 'lot') <> '' then
                select t.lot_id, t.expires_on into lot_id, v_expires_on from inventory.lots as t
                where t.item_id = v_item.item_id and t.code = btrim(v_line ->> 'lot');
            end if;
            v_unit_id := v_item.unit_id; v_factor := 1;
            if btrim(v_line ->> 'unit') <> '' then
                select u.unit_id, case when u.unit_id = v_item.unit_id then 1 else p.factor end as factor into v_unit_id, v_factor
                from inventory.units as u
                left join inventory.item_units as p on p.item_id = v_item.item_id and p.unit_id = u.unit_id
                where u.code = btrim(v_line ->> 'unit');
            end if;
            code := case
                when item_id is null then 'IN101'
                when v_item.retired_at is not null then 'IN102'
                when location_id is null then 'IN103'
                when v_place.kind in ('company', 'region') or v_place.retired_at is not null then 'IN113'
                when kind = 'transfer' and upper(btrim(v_line ->> 'from')) = upper(btrim(v_line ->> 'to')) then 'IN109'
                when lot_id is null then 'IN104'
                when v_factor is null then 'IN105'
                when v_line ->> 'expires_on' <> '' and (v_line ->> 'expires_on')::date is distinct from v_expires_on then 'IN114'
                when v_entered is null or v_entered = 0 or abs(v_entered) >= 1000000000000
                    or (v_entered < 0 and kind not in ('adjustment', 'reversal')) then 'IN106'
                when scale(trim_scale(v_entered * v_factor)) > v_item.decimals and kind <> 'reversal' then 'IN106'
                when kind = 'adjustment' and reason = '' then 'IN108'
                when v_line ->> 'unit_cost' <> '' and (unit_cost is null or unit_cost < 0 or unit_cost >= 1000000000000) then 'IN112'
            end;
            if code is null then
                quantity := v_sign * trim_scale(v_entered * v_factor);
                entered_quantity := v_sign * v_entered;
                entered_unit_id := v_unit_id; base_unit_id := v_item.unit_id;
                unit_cost := unit_cost / v_factor;
                has_level := exists (
                    select from inventory.stock_levels as s
                    where s.item_id = v_item.item_id and s.location_id = v_place.location_id and s.lot_id = read_lines.lot_id
                );
            end if;
            return next;
        end loop;
    end loop;
end
$$;
alter function inventory.read_lines(text, jsonb, int4multirange) owner to stockroom_writer;
comment on function inventory.read_lines(text, jsonb, int4multirange) is
'The movements a document''s lines ask for, in base units and signed, each with the code of what is wrong with its line or null.';
