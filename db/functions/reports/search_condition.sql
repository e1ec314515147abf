create or replace function inventory.search_condition(term jsonb, name text default 'lower(i.name)')
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- SQL for one term, every value through %L. Runs as stockroom_reader, past row policies, so
-- whatever speaks of stock filters by the caller's places itself: $1 their bits, $2 whether all
-- are theirs are parameters of the statement it becomes part of. What is looked up apart is looked
-- up for one item, as (select true … limit 1): an exists would be joined or hashed, whole.
declare
    v_plan jsonb := term -> 'plan';
    v_any text[] := array(select e.value from jsonb_array_elements_text(v_plan -> 'any') as e (value));
    v_ids integer[];
    v_like text := inventory.like_text(v_any[1]);
    v_part text := '%' || lower(inventory.like_text(v_any[1])) || '%'; -- ilike would put both sides into lower case for each item
    v_equal text := case cardinality(v_any) when 1 then format('= %L', v_any[1]) else format('= any (%L::text[])', v_any) end;
    v_condition text;
begin
    if v_plan ->> 'kind' in ('category', 'location') then
        v_ids := inventory.search_below(v_plan);
    end if;
    v_condition := case v_plan ->> 'kind'
        when 'text' then format(
            '(%s like %L or i.sku like %L or i.item_id = any (array(select b.item_id from inventory.item_barcodes as b where b.barcode = %L)))',
            name, v_part, upper(v_like) || '%', v_any[1])
        when 'name' then case when cardinality(v_any) = 1 then format('%s like %L', name, v_part)
            else (select '(' || string_agg(format('%s like %L', name, '%' || lower(inventory.like_text(e.said)) || '%'), ' or ') || ')' from unnest(v_any) as e (said)) end
        when 'sku' then case when cardinality(v_any) = 1 then format('i.sku like %L', upper(v_like) || '%')
            else (select '(' || string_agg(format('i.sku like %L', upper(inventory.like_text(e.said)) || '%'), ' or ') || ')' from unnest(v_any) as e (said)) end
        when 'barcode' then format('i.item_id = any (array(select b.item_id from inventory.item_barcodes as b where b.barcode %s))', v_equal)
        when 'tag' then format('i.tags && %L::text[]', v_any)
        when 'unit' then format('i.unit_id = any (array(select u.unit_id from inventory.units as u where u.code = any (%L::text[])))', v_any)
        -- The keys themselves, so that the plan is made for as many as there are of them.
        when 'category' then format(case cardinality(v_ids) when 1 then 'i.category_id = (%L::integer[])[1]' else 'i.category_id = any (%L::integer[])' end, v_ids)
        when 'location' then format(
            '(select true from inventory.stock_levels as s where s.item_id = i.item_id and s.on_hand <> 0 and s.location_id + 0 = any (%L::integer[]) limit 1)', v_ids)
        when 'lot' then format(
            '(select true from inventory.lots as t join inventory.stock_levels as s using (lot_id) '
            'where t.code %s and s.lot_id <> 0 and s.item_id = i.item_id and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1) limit 1)', v_equal)
        when 'expires' then format(
            '(select true from inventory.lots as t join inventory.stock_levels as s using (lot_id) '
            'where s.item_id = i.item_id and s.on_hand <> 0 and s.lot_id <> 0 and ($2 or get_bit($1, s.location_id) = 1) and %s limit 1)', inventory.search_days('t.expires_on', 'date', v_plan))
        when 'date' then inventory.search_days(case v_plan ->> 'key' when 'created' then 'i.created_at' else 'i.updated_at' end, 'timestamptz', v_plan)
        when 'status' then format(
            'coalesce((select (array[''out'', ''low'', ''over''])[min(array_position(array[''out'', ''low'', ''over''], b.status))] from inventory.threshold_balances as b '
            'where b.item_id = i.item_id and b.status <> ''ok'' and ($2 or get_bit($1, b.location_id) = 1)), ''ok'') = any (%L)', v_any)
        when 'is' then case when cardinality(v_any) > 1 then 'true' when v_any[1] = 'retired' then 'i.retired_at is not null' else 'i.retired_at is null' end
        when 'has' then inventory.search_has(v_any)
        when 'bound' then format(
            '(select true from inventory.threshold_balances as b where b.item_id = i.item_id and ($2 or get_bit($1, b.location_id) = 1) and %s limit 1)',
            inventory.search_between(case v_plan ->> 'key' when 'minimum' then 'b.minimum' else 'b.maximum' end, v_plan))
        when 'attribute' then (
            select '(' || string_agg(inventory.search_attribute(v_plan ->> 'key', e.value), ' or ') || ')' from jsonb_array_elements(v_plan -> 'declared') as e (value))
        when 'sort' then 'true'
        when 'quantity' then inventory.search_quantity(v_plan)
        when 'cost' then inventory.search_quantity(v_plan)
        else 'false'
    end;
    return case when (term ->> 'negated')::boolean and v_plan ->> 'kind' <> 'sort' then '(' || v_condition || ') is not true' else v_condition end;
end
$$;
alter function inventory.search_condition(jsonb, text) owner to stockroom_reader;
comment on function inventory.search_condition(jsonb, text) is
'The SQL condition of one search term over inventory.items as i; values are quoted, never spliced. name: the name in lower case, our own text. Called by inventory.search_plan() only.';
