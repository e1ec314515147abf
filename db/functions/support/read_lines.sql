create or replace function inventory.read_lines(
    kind text, lines jsonb, ranges int4multirange,
    out line integer[], out code text[], out place text[], out item_id integer[], out location_id integer[], out quantity numeric[],
    out base_unit_id integer[], out lot_id integer[], out entered_quantity numeric[], out entered_unit_id integer[],
    out unit_cost numeric[], out reason text[], out note text[], out movements integer, out bad integer
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- One movement to be at each position of the arrays: a transfer's line makes two. Every rule
-- about a line alone is here and in inventory.line_details, once, as a code;
-- inventory.refuse_lines has the sentences. Values are read as text first, so that no type error
-- hides others' errors. Line by line, by key: one query for all lines costs twice as much for the
-- usual document of one. The arrays of what few lines have are shorter, or null.
declare
    v_places text[] := case kind when 'transfer' then array['from', 'to'] else array['location'] end;
    v_usual text[] := v_places || array['item', 'quantity'];
    v_line jsonb;
    v_item record;
    v_place record;
    v_said text;
    v_is_usual boolean;
    v_details record;
    v_codes text[]; -- of its shape, of its details, and what comes last
    v_code text;
    v_quantity numeric;
begin
    movements := 0; bad := 0;
    for n in 1 .. jsonb_array_length(lines) loop
        v_line := lines -> (n - 1);
        select i.item_id, i.unit_id, i.retired_at is not null as is_retired, u.decimals into v_item
        from inventory.items as i join inventory.units as u using (unit_id)
        where i.sku = upper(btrim(v_line ->> 'item'));
        if not found then
            select s.* into v_item from inventory.scanned_item(v_line ->> 'item') as s;
            v_line := jsonb_strip_nulls(jsonb_build_object('unit', v_item.pack)) || v_line;
        end if;
        v_is_usual := case when jsonb_typeof(v_line) = 'object' and kind <> 'adjustment' then v_line - v_usual = '{}'::jsonb else false end;
        if v_is_usual then
            v_quantity := inventory.read_number(v_line ->> 'quantity'); v_codes := null;
        else
            v_details := inventory.line_details(kind, v_line, v_item.item_id, v_item.unit_id);
            v_quantity := v_details.quantity; v_codes := array[v_details.shape_code, v_details.code, v_details.late_code];
        end if;
        for k in 1 .. cardinality(v_places) loop
            if v_said is distinct from v_line ->> v_places[k] or movements = 0 then
                v_said := v_line ->> v_places[k];
                select l.location_id, l.kind in ('company', 'region') or l.retired_at is not null as is_closed into v_place
                from inventory.locations as l
                where l.code = upper(btrim(v_said)) and l.location_id <@ read_lines.ranges;
            end if;
            movements := movements + 1;
            line[movements] := n; lot_id[movements] := 0; location_id[movements] := v_place.location_id;
            item_id[movements] := v_item.item_id; base_unit_id[movements] := v_item.unit_id;
            quantity[movements] := case when kind = 'issue' or v_places[k] = 'from' then -v_quantity else v_quantity end;
            if not v_is_usual then
                if note is null then -- so that all arrays begin at 1
                    entered_quantity[1] := null; entered_unit_id[1] := null; unit_cost[1] := null; reason[1] := null; note[1] := null;
                end if;
                lot_id[movements] := v_details.lot_id; unit_cost[movements] := v_details.unit_cost;
                entered_quantity[movements] := sign(quantity[movements]) * abs(v_details.entered_quantity);
                entered_unit_id[movements] := v_details.entered_unit_id;
                reason[movements] := v_details.reason; note[movements] := v_details.note;
            end if;
            v_code := case
                when v_codes[1] is not null then v_codes[1]
                when v_item.item_id is null then 'IN101'
                when v_item.is_retired then 'IN102'
                when v_place.location_id is null then 'IN103'
                when v_place.is_closed then 'IN113'
                when kind = 'transfer' and upper(btrim(v_line ->> 'from')) = upper(btrim(v_line ->> 'to')) then 'IN109'
                when v_codes[2] is not null then v_codes[2]
                when v_quantity is null or v_quantity = 0 or abs(v_quantity) >= 1000000000000 then 'IN106'
                when v_quantity < 0 and kind not in ('adjustment', 'reversal') then 'IN106'
                when scale(v_quantity) > v_item.decimals and kind <> 'reversal' then 'IN106'
                else v_codes[3]
            end;
            if v_code is not null then
                code[1] := code[1]; place[1] := place[1]; bad := bad + 1;
                code[movements] := case when v_is_usual then coalesce(inventory.line_shape(kind, v_line), v_code) else v_code end;
                place[movements] := v_places[k];
            end if;
        end loop;
    end loop;
end
$$;
alter function inventory.read_lines(text, jsonb, int4multirange) owner to stockroom_writer;
comment on function inventory.read_lines(text, jsonb, int4multirange) is
'The movements a document''s lines ask for, as arrays: in base units and signed, each with the code of what is wrong with its line or null; and how many there are and how many are bad.';
