create or replace function inventory.read_ledger_term(key text, value text)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- One qualifier's value as what rows are held against: {"value"}, or {"refused", "hint"}.
declare
    v_said text := btrim(value);
    v_found jsonb;
begin
    case key
        when 'item' then
            -- Comparisons, not LIKE, which row security would not let an index answer.
            v_found := coalesce((
                select jsonb_agg(i.item_id) from (
                    select i.item_id from inventory.items as i where i.sku = upper(v_said)
                    union
                    select b.item_id from inventory.item_barcodes as b where b.barcode = v_said
                ) as i
            ), (
                select jsonb_agg(i.item_id) from (
                    select i.item_id from inventory.items as i
                    where i.sku >= upper(v_said) and i.sku < upper(v_said) || chr(1114111) order by i.sku limit 200
                ) as i
            ));
        when 'location' then
            select jsonb_agg(t.location_id) into v_found
            from inventory.locations as l join inventory.location_tree as t on t.ancestor_id = l.location_id
            where l.code = upper(v_said);
        when 'lot' then
            select jsonb_agg(t.lot_id) into v_found from inventory.lots as t where t.code = v_said and t.lot_id <> 0;
        when 'by' then
            select jsonb_agg(p.person) into v_found from api.people as p
            where p.person = v_said or lower(p.name) = lower(v_said);
        when 'kind' then
            if string_to_array(v_said, ',') <@ array['receipt', 'issue', 'transfer', 'adjustment', 'stocktake', 'reversal'] then
                v_found := to_jsonb(string_to_array(v_said, ','));
            end if;
        when 'is' then
            v_found := case when v_said in ('reversed', 'posted') then to_jsonb(v_said) end;
        when 'reference' then
            v_found := to_jsonb(lower(v_said));
        else -- a day, in the person's own zone; "to" includes it
            if v_said ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(v_said, 'date') then
                v_found := to_jsonb(
                    (v_said::date + case key when 'to' then 1 else 0 end)::timestamp at time zone coalesce(api.me() ->> 'time_zone', 'UTC')
                );
            end if;
    end case;
    return case when v_found is not null then jsonb_build_object('value', v_found) else jsonb_build_object(
        'refused', case key
            when 'item' then format('No item''s SKU begins with "%s".', left(v_said, 60))
            when 'location' then format('No location "%s" among your places.', left(v_said, 60))
            when 'lot' then format('No lot "%s" among your places.', left(v_said, 60))
            when 'by' then format('Nobody is known as "%s".', left(v_said, 60))
            else format('"%s:%s" is not understood.', key, left(v_said, 60))
        end,
        'hint', case key
            when 'kind' then 'One or more of receipt, issue, transfer, adjustment, stocktake, reversal, with commas between.'
            when 'is' then 'is:reversed, or is:posted for what nothing took back.'
            when 'from' then 'A day, like 2026-01-31.'
            when 'to' then 'A day, like 2026-01-31.'
            else 'Check the code.'
        end
    ) end;
end
$$;
alter function inventory.read_ledger_term(text, text) owner to stockroom_owner;
grant execute on function inventory.read_ledger_term(text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.read_ledger_term(text, text) is
'One qualifier of a search over the ledger: {"value"}, or {"refused", "hint"} where it cannot be meant.';
