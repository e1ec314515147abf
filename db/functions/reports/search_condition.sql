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
    v_ids integer[];
    v_condition text;
begin
    if term ->> 'key' = 'category' then
        with recursive below as (
            select c.category_id from inventory.categories as c where c.code = upper(v_value)
            union
            select c.category_id from below as b join inventory.categories as c on c.parent_id = b.category_id
        )
        select coalesce(array_agg(b.category_id), '{}') into v_ids from below as b;
    elsif term ->> 'key' = 'location' then
        select coalesce(array_agg(t.location_id), '{}') into v_ids
        from inventory.locations as l
        join inventory.location_tree as t on t.ancestor_id = l.location_id
        where l.code = upper(v_value)
        and (auth.in_group('auditor') or get_bit((select auth.readable_bits()), t.location_id) = 1);
    end if;
    v_condition := case term ->> 'key'
        when 'text' then format('(i.name ilike %L or i.sku like %L)', '%' || v_like || '%', upper(v_like) || '%')
        when 'sku' then format('i.sku like %L', upper(v_like) || '%')
        -- The keys themselves, so that the plan is made for as many as there are of them.
        when 'category' then format(case cardinality(v_ids) when 1 then 'i.category_id = (%L::integer[])[1]' else 'i.category_id = any (%L::integer[])' end, v_ids)
        -- Few places are looked through for their items. Where there are many, item by item is
        -- asked whether it lies at one; + 0, since the index by place would be gone through for each.
        when 'location' then format(case when cardinality(v_ids) <= 8 then
            'i.item_id = any (array(select s.item_id from inventory.stock_levels as s where s.on_hand <> 0 and s.location_id = any (%L::integer[])))'
            else 'exists (select from inventory.stock_levels as s where s.item_id = i.item_id and s.on_hand <> 0 and s.location_id + 0 = any (%L::integer[]))'
            end, v_ids)
        when 'lot' then format(
            'exists (select from inventory.lots as t join inventory.stock_levels as s using (lot_id) '
            'where t.code = %L and s.lot_id <> 0 and s.item_id = i.item_id and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1))', v_value)
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
