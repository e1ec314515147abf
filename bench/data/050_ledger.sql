-- The ledger itself. Each level opens with what it takes for no balance ever to be negative.
create unlogged table bench_data.opening as
select v.item_id, v.location_id, v.lot_id, v.site, w.d, o.quantity,
    row_number() over (order by w.d, v.item_id, v.lot_id) as movement_id,
    row_number() over (partition by w.d order by v.item_id, v.lot_id)::int as line,
    coalesce(l.last, 0) + o.quantity as on_hand, coalesce(l.latest, 0) as latest
from (
    select v.*, (row_number() over (partition by v.site order by v.rank) - 1) / 200 as part from bench_data.level as v
) as v
cross join lateral (select -(1 + v.part * %(sites)s + v.site)::bigint as d) as w
left join (
    select m.item_id, m.location_id, m.lot_id, min(m.running) as lowest, sum(m.quantity) as last, max(m.d) as latest
    from bench_data.line as m group by 1, 2, 3
) as l using (item_id, location_id, lot_id)
cross join lateral (
    select greatest(-coalesce(l.lowest, 0), 0) + case
        when mod(v.item_id, 5) = 0 and l.lowest < 0 then 0 else 1 + bench_data.pick(v.item_id, 41, 40)
    end * bench_data.grain(v.item_id) as quantity
) as o;

-- Both in one: the opening documents first, in the first hours; then one after another until now.
create unlogged table bench_data.document as
select k.d, k.kind, k.site, k.posted_at, k.reverses,
    bench_data.uuid_v7(k.posted_at, k.d, 'd') as document_id,
    bench_data.uuid_v7(k.posted_at, k.d, 'k') as idempotency_key,
    case when k.late then k.posted_at - interval '4 days' * bench_data.u(k.d, 52) else k.posted_at end as occurred_at
from (
    select o.d, 'receipt' as kind, o.site, null::bigint as reverses, false as late,
        %(since)s::timestamptz + interval '1 second' * row_number() over (order by o.d) as posted_at
    from (select distinct v.d, v.site from bench_data.opening as v) as o
    union all
    select d.d, case when d.reversal then 'reversal' else d.kind end, d.site, case when d.reversal then d.source end,
        not d.reversal and mod(d.d + 1, 97) <> 0 and bench_data.u(d.d, 51) < 0.15,
        %(since)s::timestamptz + interval '5 days' + (%(until)s::timestamptz - %(since)s::timestamptz - interval '5 days')
            * power(d.d::double precision / (select max(x.d) from bench_data.doc as x), 0.8)
    from bench_data.doc as d
) as k;
analyze bench_data.document, bench_data.opening, bench_data.line, bench_data.doc;

-- A reversal of a document needs that one's key. Transactions took a hundred documents each.
insert into inventory.documents (
    document_id, kind, reference, note, occurred_at, posted_at, posted_by, idempotency_key, request_hash,
    reverses_document_id, line_count, places, posted_xid
)
select d.document_id, d.kind,
    case d.kind when 'receipt' then 'PO-' when 'issue' then 'SO-' when 'transfer' then 'TR-' when 'adjustment' then 'AD-' else 'RV-' end || abs(d.d),
    '', d.occurred_at, d.posted_at, s.person, d.idempotency_key, sha256(uuid_send(d.document_id)), r.document_id, c.lines, c.places,
    (%(first_xid)s + floor((%(last_xid)s - %(first_xid)s) * (row_number() over (order by d.posted_at))::double precision
        / (select count(*) from bench_data.document)))::bigint::text::xid8
from bench_data.document as d
join bench_data.site as s using (site)
join (
    select m.d, count(*) as lines, range_agg(int4range(m.location_id, m.location_id + 1)) as places
    from (
        select l.d, l.location_id from bench_data.line as l union all select o.d, o.location_id from bench_data.opening as o
    ) as m group by 1
) as c using (d)
left join bench_data.document as r on r.d = d.reverses
order by d.posted_at;

insert into inventory.movements (
    movement_id, posted_at, document_id, line_no, item_id, location_id, lot_id, quantity, balance_after, occurred_at,
    entered_quantity, entered_unit_id, reason
)
overriding system value
select o.movement_id, d.posted_at, d.document_id, o.line, o.item_id, o.location_id, o.lot_id, o.quantity, o.quantity,
    d.occurred_at, o.quantity, u.unit_id, ''
from bench_data.opening as o
join bench_data.document as d using (d)
join inventory.units as u on u.code = bench_data.unit_of_item(o.item_id)
order by o.movement_id;

insert into inventory.movements (
    movement_id, posted_at, document_id, line_no, item_id, location_id, lot_id, quantity, balance_after, occurred_at,
    entered_quantity, entered_unit_id, reason
)
overriding system value
select (select count(*) from bench_data.opening) + m.n, d.posted_at, d.document_id, m.line, m.item_id, m.location_id, m.lot_id,
    m.quantity, o.quantity + m.running, d.occurred_at, m.quantity, u.unit_id,
    case d.kind when 'adjustment' then (array['Counted', 'Damaged', 'Expired', 'Lost', 'Found'])[1 + mod(m.n, 5)] else '' end
from bench_data.line as m
join bench_data.document as d using (d)
join bench_data.opening as o using (item_id, location_id, lot_id)
join inventory.units as u on u.code = bench_data.unit_of_item(m.item_id)
order by m.n;

insert into inventory.stock_levels (item_id, location_id, lot_id, on_hand, allow_negative, changed_at)
select o.item_id, o.location_id, o.lot_id, o.on_hand, l.allow_negative, d.posted_at
from bench_data.opening as o
join inventory.locations as l using (location_id)
join bench_data.document as d on d.d = case o.latest when 0 then o.d else o.latest end
order by o.item_id, o.location_id, o.lot_id;

-- What receipts cost: all of the opening, every second one after it.
insert into inventory.movement_costs (movement_id, item_id, location_id, unit_cost, quantity)
select m.movement_id, m.item_id, m.location_id, m.cost, m.quantity
from (
    select o.movement_id, o.item_id, o.location_id, o.quantity,
        round((0.05 + 80 * power(bench_data.u(o.item_id, 61), 4))::numeric, 3) as cost
    from bench_data.opening as o
    union all
    select (select count(*) from bench_data.opening) + m.n, m.item_id, m.location_id, m.quantity,
        round((0.05 + 80 * power(bench_data.u(m.item_id, 61), 4))::numeric * (0.95 + 0.15 * bench_data.u(m.n, 62))::numeric, 3)
    from bench_data.line as m
    join bench_data.doc as d using (d)
    where d.kind = 'receipt' and not d.reversal and mod(d.d, 2) = 0
) as m
order by m.movement_id;

insert into inventory.item_costs (item_id, last_cost, costed_at)
select c.item_id, c.unit_cost, c.posted_at from inventory.latest_costs(null) as c order by c.item_id;
