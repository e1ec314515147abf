-- Items, their packs and lots, and a tenth of them once edited (audit). In the order of their
-- keys, so that the primary key grows at its end.
insert into inventory.items (
    item_id, sku, name, description, category_id, unit_id, attributes, version,
    created_at, created_by, updated_at, updated_by, retired_at
)
overriding system value
select
    i.item_id,
    l.prefix || '-' || lpad(i.item_id::text, 7, '0') || '-' || (array['A', 'B', 'C', 'ZN', 'SS', 'XL'])[1 + mod(i.item_id, 6)],
    l.noun || ', ' || l.kinds[1 + bench_data.pick(i.item_id, 2, cardinality(l.kinds))]
        || ', ' || l.sizes[1 + bench_data.pick(i.item_id, 3, cardinality(l.sizes))]
        || ' ' || b.brand || ' ' || (100 + bench_data.pick(i.item_id, 4, 9900)),
    case when mod(i.item_id, 3) = 0 then 'Supplied by ' || b.brand || '. Keep dry; see the data sheet of ' || l.noun || 's.' else '' end,
    l.category_id, u.unit_id,
    jsonb_strip_nulls(jsonb_build_object(
        'brand', b.brand, 'ean', bench_data.ean(400000000000 + i.item_id),
        'weight', round((0.01 + 20 * power(bench_data.u(i.item_id, 5), 3))::numeric, 3),
        'colour', (array['black', 'blue', 'green', 'grey', 'red', 'white', 'yellow'])[1 + bench_data.pick(i.item_id, 6, 10)],
        'thread', case when l.department = 'FASTENERS' then (array['coarse', 'fine'])[1 + mod(i.item_id, 2)] end,
        'voltage', case when l.department in ('TOOLS', 'ELECTRIC') then (array[12, 18, 24, 230, 400])[1 + mod(i.item_id, 5)] end,
        'hazardous', case when l.department in ('CLEANING', 'PAINT') then mod(i.item_id, 4) = 0 end,
        'organic', case when l.department = 'FOOD' then mod(i.item_id, 3) = 0 end
    )),
    case when mod(i.item_id, 10) = 7 then 2 else 1 end, t.created_at, 'bench_manager',
    t.created_at + (%(until)s::timestamptz - t.created_at) * bench_data.u(i.item_id, 8), 'bench_manager',
    case when mod(i.item_id, 7) = 0 and bench_data.rank_of_item(i.item_id) >= %(stocked)s then %(until)s::timestamptz end
from generate_series(1, %(items)s) as i (item_id)
join bench_data.leaf as l on l.leaf = bench_data.pick(i.item_id, 1, (select count(*)::int from bench_data.leaf))
cross join lateral (
    select (array['Acme', 'Bolton', 'Carver', 'Dorn', 'Eastline', 'Fenwick', 'Grau', 'Holm', 'Ibex', 'Jura', 'Kestrel', 'Lumen',
        'Marten', 'Nordic', 'Orbis', 'Prima', 'Quill', 'Rask', 'Stahl', 'Torvald'])[1 + bench_data.pick(i.item_id, 7, 20)] as brand
) as b
cross join lateral (
    select %(since)s::timestamptz + (%(until)s::timestamptz - %(since)s::timestamptz) * power(bench_data.u(i.item_id, 9), 2) as created_at
) as t
join inventory.units as u on u.code = bench_data.unit_of_item(i.item_id)
order by i.item_id;

insert into inventory.item_units (item_id, unit_id, factor)
select i, u.unit_id, (array[6, 10, 12, 24, 48])[1 + bench_data.pick(i, 10, 5)]
from generate_series(1, %(items)s, 4) as i
join inventory.units as u on u.code = 'case';

insert into inventory.lots (lot_id, item_id, code, expires_on, created_at)
overriding system value
select i * 2 + n, i, 'L' || i || chr(65 + n), (%(until)s::timestamptz)::date + bench_data.pick(i * 2 + n, 11, 720) - 90, %(since)s
from generate_series(1, %(items)s) as i
cross join generate_series(0, 1) as n
where bench_data.has_lots(i) and bench_data.rank_of_item(i) < %(stocked)s
order by i, n;

insert into audit.changes (changed_at, person, database_user, table_name, operation, before, after)
select i.updated_at, i.updated_by, 'stockroom_web', 'inventory.items', 'update',
    to_jsonb(i) || jsonb_build_object('version', 1, 'name', i.name || '?'), to_jsonb(i)
from inventory.items as i
where mod(i.item_id, 10) = 7
order by i.updated_at;
