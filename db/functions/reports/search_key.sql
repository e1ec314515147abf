create or replace function inventory.search_key(sort text, back boolean, place jsonb)
returns table (key text, way text, past text, held text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_by text := ltrim(sort, '-');
    v_summed boolean := v_by in ('on_hand', 'available');
    v_up boolean := (sort like '-%') = back;
begin
    key := case v_by when 'sku' then 'i.sku' when 'updated' then 'i.updated_at' when 'created' then 'i.created_at' when 'name' then 'i.name'
        else format('(select coalesce(sum(s.on_hand%s), 0) from inventory.stock_levels as s where s.item_id = i.item_id and ($2 or get_bit($1, s.location_id) = 1))',
            case v_by when 'available' then ' - s.reserved' end) end;
    way := case when v_up then 'asc' else 'desc' end;
    past := case when place is null then 'true' else format(
        '(i.%s, i.item_id) %s (%L::%s, %L::bigint)', case when v_summed then 'key' else substr(key, 3) end, case when v_up then '>' else '<' end,
        place ->> 'key', case when v_by in ('updated', 'created') then 'timestamptz' when v_summed then 'numeric' else 'text' end, place ->> 'item') end;
    -- What the index of the order holds, so that no row of the table is read for what fails; the name in
    -- lower case once, however many words are held against it.
    held := 'i.item_id, i.name, lower(i.name) as said, i.sku, i.category_id, i.retired_at' || case when v_by in ('updated', 'created') then ', ' || key else '' end;
    return next;
end
$$;
alter function inventory.search_key(text, boolean, jsonb) owner to stockroom_reader;
comment on function inventory.search_key(text, boolean, jsonb) is
'An order of inventory.search_order() in SQL: what it goes by, which way, and what lies past a place in it (of sums: as i.key); back: before the place, the other way round; held: the columns that its index holds. Called by inventory.search_gather() and inventory.search_walk() only.';
