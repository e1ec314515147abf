create or replace function inventory.search_keys()
returns table (key text, kind text, needs text, meaning text)
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- The qualifiers that every company has, once: what reads, suggests and explains them starts
    -- here. needs: what the caller must be allowed to see, stock or cost.
    values
    ('sku', 'sku', '', 'SKU begins with, or with one of several'),
    ('name', 'name', '', 'part of the name, or one of several'),
    ('barcode', 'barcode', '', 'exactly this barcode'),
    ('category', 'category', '', 'code or name, with those below'),
    ('tag', 'tag', '', 'has this tag'),
    ('unit', 'unit', '', 'base unit'),
    ('is', 'is', '', 'active or retired'),
    ('has', 'has', '', 'has a barcode, tag, pack, description, stock, lot, threshold, alert, or negative: stock below zero at a place'),
    ('updated', 'date', '', 'when the item was changed: today, <7d (ago), >2026-01-31'),
    ('created', 'date', '', 'when the item was made: today, <7d (ago), >2026-01-31'),
    ('location', 'location', 'stock', 'has stock there or below'),
    ('status', 'status', 'stock', 'out, low, over or ok'),
    ('lot', 'lot', 'stock', 'has stock of this lot, or of one of several'),
    ('expires', 'expires', 'stock', 'has a lot that expires: 30d, <2026-12-31'),
    ('on_hand', 'quantity', 'stock', 'a number, a comparison (<10) or a range (10..20)'),
    ('available', 'quantity', 'stock', 'on hand and not reserved'),
    ('reserved', 'quantity', 'stock', 'promised'),
    ('places', 'quantity', 'stock', 'at how many places'),
    ('minimum', 'bound', 'stock', 'minimum of a threshold'),
    ('maximum', 'bound', 'stock', 'maximum of a threshold'),
    ('cost', 'cost', 'cost', 'last cost of one'),
    ('value', 'cost', 'cost', 'on hand times last cost'),
    ('sort', 'sort', '', 'name, sku, updated, created, on_hand or available; - for downwards')
$$;
alter function inventory.search_keys() owner to stockroom_owner;
grant execute on function inventory.search_keys() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader, stockroom_keeper;
comment on function inventory.search_keys() is
'The qualifiers of a search that are built in: key, kind of value, what the caller must be permitted to see (stock, cost or nothing), and what it means in a few words.';
