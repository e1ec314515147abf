create or replace function inventory.search_has(what text[])
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select '(' || coalesce(string_agg(case w.what
        when 'barcode' then 'exists (select from inventory.item_barcodes as b where b.item_id = i.item_id)'
        when 'tag' then 'i.tags <> ''{}'''
        when 'pack' then 'exists (select from inventory.item_units as p where p.item_id = i.item_id)'
        when 'description' then 'i.description <> '''''
        when 'stock' then 'exists (select from inventory.stock_levels as s where s.item_id = i.item_id and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1))'
        when 'lot' then 'exists (select from inventory.stock_levels as s where s.item_id = i.item_id and s.lot_id <> 0 and s.on_hand <> 0 and ($2 or get_bit($1, s.location_id) = 1))'
        when 'threshold' then 'exists (select from inventory.threshold_balances as b where b.item_id = i.item_id and ($2 or get_bit($1, b.location_id) = 1))'
        -- Few places may go below zero: what lies at those is looked through.
        when 'negative' then 'i.item_id in (select s.item_id from inventory.locations as l join inventory.stock_levels as s using (location_id) '
            'where l.allow_negative and s.on_hand < 0 and ($2 or get_bit($1, s.location_id) = 1))'
        when 'alert' then 'i.item_id in (select a.item_id from inventory.alerts as a where a.resolved_at is null and ($2 or get_bit($1, a.location_id) = 1))'
    end, ' or '), 'false') || ')'
    from unnest(search_has.what) as w (what)
$$;
alter function inventory.search_has(text[]) owner to stockroom_reader;
comment on function inventory.search_has(text[]) is
'SQL of what an item has. Called by inventory.search_condition() only.';
