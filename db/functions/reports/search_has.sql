create or replace function inventory.search_has(what text[])
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select '(' || coalesce(string_agg(case w.what
        when 'barcode' then '(select true from inventory.item_barcodes as b where b.item_id = i.item_id limit 1) is true'
        when 'tag' then 'i.tags <> ''{}'''
        when 'pack' then '(select true from inventory.item_units as p where p.item_id = i.item_id limit 1) is true'
        when 'description' then 'i.description <> '''''
        when 'stock' then '(select true from inventory.stock_levels as s where s.item_id = i.item_id and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1) limit 1) is true'
        when 'lot' then '(select true from inventory.stock_levels as s where s.item_id = i.item_id and s.lot_id <> 0 and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1) limit 1) is true'
        when 'threshold' then '(select true from inventory.threshold_balances as b where b.item_id = i.item_id and ($2 or get_bit($1, b.location_id) = 1) limit 1) is true'
        when 'negative' then '(select true from inventory.stock_levels as s where s.item_id = i.item_id and s.on_hand < 0 and ($2 or get_bit($1, s.location_id) = 1) limit 1) is true'
        when 'alert' then '(select true from inventory.alerts as a where a.item_id = i.item_id and a.resolved_at is null and ($2 or get_bit($1, a.location_id) = 1) limit 1) is true'
    end, ' or '), 'false') || ')'
    from unnest(search_has.what) as w (what)
$$;
alter function inventory.search_has(text[]) owner to stockroom_reader;
comment on function inventory.search_has(text[]) is
'SQL of what an item has. Called by inventory.search_condition() only.';
