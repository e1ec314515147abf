create or replace function inventory.read_ledger_term(word jsonb)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- One qualifier's value as what rows are held against.
declare
    c_kinds constant text[] := array['receipt', 'issue', 'transfer', 'adjustment', 'stocktake', 'reversal'];
    v_key text := word ->> 'key';
    v_said text := btrim(word ->> 'value');
    v_found jsonb;
    v_near text;
begin
    case v_key
        when 'item' then
            -- Comparisons, not LIKE, which row security would not let an index answer.
            select jsonb_agg(i.item_id) into v_found from (
                select i.item_id from inventory.items as i
                where i.sku >= upper(v_said) and i.sku < upper(v_said) || chr(1114111) and i.sku <> upper(v_said)
                and not exists (select from inventory.items as e where e.sku = upper(v_said))
                and not exists (select from inventory.item_barcodes as b where b.barcode = v_said) order by i.sku limit 200
            ) as i;
            return case when v_found is not null then jsonb_build_object('item', v_found)
                || case when jsonb_array_length(v_found) = 200 then '{"of_items": 200}'::jsonb else '{}' end
                else inventory.search_ledger_items(jsonb_build_array(word)) end;
        when 'location' then
            select jsonb_agg(distinct t.location_id) into v_found
            from jsonb_array_elements_text(inventory.search_places(word)) as l (id)
            join inventory.location_tree as t on t.ancestor_id = l.id::integer;
        when 'lot' then
            select jsonb_agg(t.lot_id) into v_found from inventory.lots as t where t.code = v_said and t.lot_id <> 0;
            if v_found is null then
                v_near := inventory.nearest_code('lot', v_said);
                perform inventory.refuse_word(word, format('No lot "%s" among your places.', left(v_said, 60)),
                    coalesce('Did you mean ' || v_near || '?', 'Check the code.'), 'lot:' || inventory.search_quoted(v_near));
            end if;
        when 'by' then v_found := inventory.search_ledger_people(word);
        when 'kind' then v_found := inventory.search_choices(word, c_kinds, 'kind');
        when 'is' then
            v_found := inventory.search_choices(word, array['reversed', 'posted'], 'is');
            return case when jsonb_array_length(v_found) = 1 then jsonb_build_object('is', v_found -> 0) else '{}' end;
        when 'reference' then v_found := to_jsonb(lower(v_said));
        when 'happened' then
            v_found := inventory.read_dates(word, 'past');
            v_found := jsonb_strip_nulls(jsonb_build_object(
                'from', (v_found ->> 'from')::date::timestamp at time zone (v_found ->> 'zone'), 'to', (v_found ->> 'before')::date::timestamp at time zone (v_found ->> 'zone')
            ));
        else v_found := to_jsonb(inventory.read_ledger_day(word));
    end case;
    return jsonb_build_object(v_key, v_found);
end
$$;
alter function inventory.read_ledger_term(jsonb) owner to stockroom_owner;
grant execute on function inventory.read_ledger_term(jsonb) to stockroom_viewer, stockroom_auditor;
comment on function inventory.read_ledger_term(jsonb) is
'What one qualifier of a search over the ledger asks for, as an object by its name. Raises IN012.';
