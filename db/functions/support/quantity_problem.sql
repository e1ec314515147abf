create or replace function inventory.quantity_problem(
    kind text, line jsonb, item_id integer, quantity numeric, out message text, out hint text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_asked text := left(btrim(line ->> 'quantity'), 40);
    v_pack text := nullif(btrim(line ->> 'unit'), '');
    v_unit record;
begin
    if quantity is null then
        message := case when v_asked <> '' then format('"%s" is no number.', v_asked) else 'The quantity is missing.' end;
        hint := 'Write it like 12 or 0.5.';
    elsif quantity = 0 and kind = 'adjustment' then
        message := 'An adjustment of zero changes nothing.';
        hint := 'Write 3 for three more than before, -3 for three less.';
    elsif left(v_asked, 1) = '-' and kind <> 'adjustment' or quantity = 0 then
        message := 'The quantity must be above zero.';
        hint := 'Which way it goes is said by the kind of document.';
    elsif abs(quantity) >= 1000000000000 then
        message := 'The quantity must be below 1,000,000,000,000.';
        hint := 'Look whether a code was scanned in its place.';
    else
        select u.code, u.decimals into v_unit
        from inventory.items as i join inventory.units as u using (unit_id)
        where i.item_id = quantity_problem.item_id;
        message := case
            when v_pack <> v_unit.code then format('%s %s would be %s %s. ', v_asked, v_pack, left(abs(quantity)::text, 20), v_unit.code)
            else ''
        end || case v_unit.decimals
            when 0 then format('%s is counted in whole numbers.', v_unit.code)
            when 1 then format('%s is counted with at most 1 decimal.', v_unit.code)
            else format('%s is counted with at most %s decimals.', v_unit.code, v_unit.decimals)
        end;
        hint := 'Round it, or choose another unit.';
    end if;
end
$$;
alter function inventory.quantity_problem(text, jsonb, integer, numeric) owner to stockroom_writer;
comment on function inventory.quantity_problem(text, jsonb, integer, numeric) is
'Why the quantity of a line is none (IN106), and what to do; quantity: as it was read, in base units.';
