create or replace function inventory.search_condition(term jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- SQL for one term, every value through %L. Runs as stockroom_reader, past row policies, so
-- whatever speaks of stock filters by the caller's places itself: v_places is a parameter
-- of the statement it becomes part of ($1 bits, $2 whether all are readable).
declare
    v_value text := term ->> 'value';
    v_like text := replace(replace(replace(v_value, '\', '\\'), '%', '\%'), '_', '\_');
    v_with_ok boolean := 'ok' = any (string_to_array(v_value, ','));
    v_condition text;
begin
    v_condition := case term ->> 'key'
        when 'text' then format('(i.name ilike %L or i.sku like %L)', '%' || v_like || '%', upper(v_like) || '%')
        when 'sku' then format('i.sku like %L', upper(v_like) || '%')
        when 'category' then format(
            'i.category_id in (with recursive below as (select c.category_id from inventory.categories as c where c.code = %L '
            'union select c.category_id from below as b join inventory.categories as c on c.parent_id = b.category_id) '
            'select b.category_id from below as b)', upper(v_value))
        when 'location' then format(
            'exists (select from inventory.locations as l join inventory.location_tree as t on t.ancestor_id = l.location_id '
            'join inventory.stock_levels as s on s.location_id = t.location_id '
            'where l.code = %L and s.item_id = i.item_id and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1))', upper(v_value))
        when 'lot' then format(
            'exists (select from inventory.lots as t join inventory.stock_levels as s using (lot_id) '
            'where t.code = %L and s.item_id = i.item_id and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1))', v_value)
        -- Of a million items few are out of range: those are found first, by an index of them
        -- alone. Whatever is not among them is ok.
        when 'status' then format(
            'i.item_id %s (select b.item_id from inventory.threshold_balances as b where b.status <> ''ok'' '
            'and ($2 or get_bit($1, b.location_id) = 1) group by b.item_id having '
            '(array[''out'', ''low'', ''over''])[min(array_position(array[''out'', ''low'', ''over''], b.status))] %s (%L))',
            case when v_with_ok then 'not in' else 'in' end, case when v_with_ok then '<> all' else '= any' end,
            string_to_array(v_value, ','))
        when 'is' then case v_value when 'retired' then 'i.retired_at is not null' else 'i.retired_at is null' end
    end;
    return case when (term ->> 'negated')::boolean then 'not ' || v_condition else v_condition end;
end
$$;
alter function inventory.search_condition(jsonb) owner to stockroom_reader;
comment on function inventory.search_condition(jsonb) is
'The SQL condition of one search term over inventory.items as i; values are quoted, never spliced. Called by inventory.search_ids only.';
