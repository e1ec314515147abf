create or replace function inventory.suggest_values(key text)
returns table (value text, about text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- What may stand behind a key, as the caller may see it, the likeliest first.
    with known as (select k.kind, k.key from inventory.search_names() as k where k.key = suggest_values.key)
    select v.value, v.about
    from known as k
    cross join lateral (
        select f.value, f.about
        from (values
            ('status', 'out', 'nothing left'), ('status', 'low', 'below the minimum'), ('status', 'over', 'above the maximum'), ('status', 'ok', 'in range'),
            ('is', 'active', 'in use'), ('is', 'retired', 'kept for its history'),
            ('has', 'barcode', ''), ('has', 'tag', ''), ('has', 'pack', ''), ('has', 'description', ''), ('has', 'stock', ''), ('has', 'lot', ''), ('has', 'threshold', ''), ('has', 'alert', ''),
            ('sort', 'name', ''), ('sort', 'sku', ''), ('sort', '-updated', 'newest first'), ('sort', '-created', 'newest first'), ('sort', 'on_hand', 'least first'), ('sort', '-on_hand', 'most first'),
            ('date', 'today', ''), ('date', 'yesterday', ''), ('date', '7d', 'in the last 7 days'), ('date', '30d', 'in the last 30 days'), ('date', '>90d', 'longer ago than 90 days'),
            ('expires', '7d', 'in the next 7 days'), ('expires', '30d', 'in the next 30 days'), ('expires', '<today', 'is past'),
            ('quantity', '0', ''), ('quantity', '<10', 'less than'), ('quantity', '>=10', 'at least'), ('quantity', '10..20', 'from 10 to 20')
        ) as f (kind, value, about)
        where f.kind = k.kind and (k.kind <> 'has' or f.value not in ('stock', 'lot', 'threshold', 'alert') or auth.in_group('viewer') or auth.in_group('auditor'))
        union all
        (select c.code, c.name from inventory.categories as c where k.kind = 'category' order by c.code limit 2000)
        union all
        (select l.code, l.name from inventory.locations as l where k.kind = 'location' and l.retired_at is null order by l.code limit 2000)
        union all
        select u.code, u.name from inventory.units as u where k.kind = 'unit'
        union all
        (select t.tag, '' from (
            select distinct e.tag from (select i.tags from inventory.items as i where k.kind = 'tag' order by i.updated_at desc, i.item_id desc limit 2000) as i
            cross join lateral unnest(i.tags) as e (tag)
        ) as t order by t.tag)
        union all
        (select distinct e.choice, '' from inventory.attributes as a
        cross join lateral unnest(case a.type when 'boolean' then array['yes', 'no'] else a.choices end) as e (choice)
        where k.kind = 'attribute' and a.attribute = k.key order by 1)
    ) as v
$$;
alter function inventory.suggest_values(text) owner to stockroom_owner;
grant execute on function inventory.suggest_values(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.suggest_values(text) is
'What may stand behind a qualifier, with what it means: choices, places of the caller, categories, units, tags of the 2,000 items changed last.';
