-- What moved: documents with their size, lines with their signed quantity, each line's sum so far.
create unlogged table bench_data.site as
select
    row_number() over (order by l.location_id)::int - 1 as site, l.location_id, l.parent_id as region_id,
    (
        select array_agg(b.location_id order by b.location_id)
        from inventory.location_tree as t
        join inventory.locations as b using (location_id)
        where t.ancestor_id = l.location_id
        and not exists (select from inventory.locations as c where c.parent_id = b.location_id)
    ) as bins,
    (
        -- Who posts there: whoever holds least.
        select p.person from auth.grant_sets as p
        where p.ranges @> l.location_id and p.person in ('bench_staff', 'bench_manager')
        order by p.person desc limit 1
    ) as person
from inventory.locations as l
where l.kind = 'site';

-- Every place an item may lie at: the best sellers at every site, others at one; some in two lots.
create unlogged table bench_data.level as
select bench_data.item_of_rank(r.rank) as item_id, s.bins[1 + bench_data.pick(bench_data.item_of_rank(r.rank), 42, cardinality(s.bins))] as location_id,
    t.lot_id, s.site, r.rank
from generate_series(0, %(stocked)s - 1) as r (rank)
cross join lateral (
    select s.* from bench_data.site as s where r.rank < %(hot)s or s.site = mod(r.rank, %(sites)s)
) as s
cross join lateral (
    select bench_data.item_of_rank(r.rank) * 2 + n as lot_id
    from generate_series(0, 1) as n where bench_data.has_lots(bench_data.item_of_rank(r.rank))
    union all
    select 0 where not bench_data.has_lots(bench_data.item_of_rank(r.rank))
) as t;

-- Most documents have one line, a few have a thousand. Every 97th reverses the one before.
create unlogged table bench_data.doc as
with drawn as (
    select d, mod(d, 97) = 0 as reversal, case when mod(d, 97) = 0 then d - 1 else d end as source
    from generate_series(1::bigint, %(movements)s / 4 + 1000) as d
), shaped as (
    select w.*, k.kind, mod(bench_data.pick(w.source, 21, %(sites)s), %(sites)s) as site, bench_data.u(w.source, 22) as u
    from drawn as w
    cross join lateral (select bench_data.u(w.source, 20) as u) as x
    cross join lateral (
        select case when x.u < 0.62 then 'issue' when x.u < 0.80 then 'receipt' when x.u < 0.92 then 'transfer' else 'adjustment' end as kind
    ) as k
), sized as (
    select h.*, case kind when 'transfer' then 2 else 1 end * case
        when h.u < 0.55 then 1
        when h.u < 0.85 then 2 + floor((h.u - 0.55) / 0.3 * 4)::int
        when h.u < 0.985 then 6 + floor((h.u - 0.85) / 0.135 * 15)::int
        when h.u < 0.9999 then 50 + floor((h.u - 0.985) / 0.0149 * 100)::int
        else 1000
    end as lines
    from shaped as h
), placed as (
    select z.*, sum(z.lines) over (order by z.d) - z.lines as before from sized as z
)
select p.d, p.source, p.reversal, p.kind, p.site,
    mod(p.site + 1 + bench_data.pick(p.source, 23, %(sites)s - 1), %(sites)s) as to_site, p.lines, p.before
from placed as p
where p.before + p.lines <= %(movements)s - (select count(*) from bench_data.level);

create unlogged table bench_data.line as
select m.n, m.d, m.line, m.item_id, m.location_id, m.lot_id, m.quantity,
    sum(m.quantity) over (partition by m.item_id, m.location_id, m.lot_id order by m.n) as running
from (
    select d.before + g.line as n, d.d, g.line, i.item_id, s.bins[1 + bench_data.pick(i.item_id, 42, cardinality(s.bins))] as location_id,
        case when bench_data.has_lots(i.item_id) then i.item_id * 2 + mod(k.k, 2)::int else 0 end as lot_id,
        (case when d.reversal then -1 else 1 end * case d.kind
            when 'receipt' then 1 + floor(power(bench_data.u(k.k, 33), 2) * 110)
            when 'transfer' then case mod(g.line, 2) when 1 then -1 else 1 end * (1 + floor(bench_data.u(k.k, 33) * 9))
            when 'adjustment' then case when bench_data.u(k.k, 34) < 0.7 then -1 else 1 end * (1 + floor(bench_data.u(k.k, 33) * 3))
            else -(1 + floor(power(bench_data.u(k.k, 33), 3) * 33))
        end)::int * bench_data.grain(i.item_id) as quantity
    from bench_data.doc as d
    cross join lateral generate_series(1, d.lines) as g (line)
    -- A transfer's lines are pairs of one item; a reversal's those of its original.
    cross join lateral (select d.source * 4096 + case d.kind when 'transfer' then (g.line + 1) / 2 else g.line end as k) as k
    cross join lateral (
        select bench_data.item_of_rank(case
            when d.kind = 'transfer' or bench_data.u(k.k, 31) < 0.3 then
                -- A tenth of a percent of the items have a third of the sales.
                least(%(hot)s - 1, floor(10 * exp(bench_data.u(k.k, 32) * ln((%(hot)s + 10) / 10.0)))::int - 10)
            else greatest(%(hot)s, least(%(stocked)s - %(sites)s,
                %(hot)s + floor((%(stocked)s - %(hot)s) * power(bench_data.u(k.k, 32), 2))::int) / %(sites)s * %(sites)s + d.site)
        end) as item_id
    ) as i
    join bench_data.site as s on s.site = case when d.kind = 'transfer' and mod(g.line, 2) = 0 then d.to_site else d.site end
) as m;
