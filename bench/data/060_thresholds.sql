-- Ranges on a share of the items at their site, a few at region and company too; a few crossed.
create unlogged table bench_data.range as
select row_number() over (order by b.item_id, b.location_id)::int as threshold_id, b.item_id, b.location_id, b.balance,
    case when x.u < 0.03 then b.balance + 1 + bench_data.pick(b.item_id, 71, 20) when x.u > 0.05 then floor(b.balance * 0.3) end as minimum,
    case when x.u < 0.03 then null when x.u < 0.05 then greatest(b.balance - 5, floor(b.balance / 2)) else floor(b.balance * 3) + 10 end as maximum
from (
    select o.item_id, t.ancestor_id as location_id, sum(o.on_hand) as balance
    from bench_data.opening as o
    join inventory.location_tree as t using (location_id)
    join inventory.locations as l on l.location_id = t.ancestor_id
    where mod(bench_data.rank_of_item(o.item_id), %(every)s) = 0
    and (l.kind = 'site' or (l.kind in ('region', 'company') and mod(bench_data.rank_of_item(o.item_id), %(every)s * 10) = 0))
    group by 1, 2
) as b
cross join lateral (select bench_data.u(b.item_id::bigint * 100000 + b.location_id, 72) as u) as x;

insert into inventory.thresholds (threshold_id, item_id, location_id, minimum, maximum, severity, updated_by)
overriding system value
select r.threshold_id, r.item_id, r.location_id, r.minimum, r.maximum,
    (array['info', 'warning', 'warning', 'critical'])[1 + bench_data.pick(r.item_id, 76, 4)], 'bench_manager'
from bench_data.range as r
order by r.threshold_id;

insert into inventory.threshold_balances (threshold_id, item_id, location_id, minimum, maximum, margin, measure, balance, status)
select r.threshold_id, r.item_id, r.location_id, r.minimum, r.maximum, 0, 'on_hand', r.balance,
    inventory.judge('ok', r.balance, r.minimum, r.maximum, 0)
from bench_data.range as r
order by r.threshold_id;

-- Those open today, and the crossings of the years before.
insert into inventory.alerts (
    alert_id, threshold_id, item_id, location_id, kind, severity, minimum, maximum, balance_at_opening, opened_at,
    resolved_at, resolution
)
select bench_data.uuid_v7(a.opened_at, a.threshold_id, 'a' || a.n), a.threshold_id, a.item_id, a.location_id, a.kind, a.severity,
    a.minimum, a.maximum, a.balance, a.opened_at,
    case when a.n > 0 then least(a.opened_at + interval '3 days' * bench_data.u(a.threshold_id * 10 + a.n, 73), %(until)s) end,
    case when a.n > 0 then 'back in range' end
from (
    select b.*, t.severity, g.n, case when g.n = 0 then b.status when b.minimum is null then 'over' else 'low' end as kind,
        case when g.n = 0 then %(until)s::timestamptz - interval '20 days' * bench_data.u(b.threshold_id, 74)
            else %(since)s::timestamptz + interval '10 days' + (%(until)s::timestamptz - %(since)s::timestamptz - interval '40 days')
                * bench_data.u(b.threshold_id * 10 + g.n, 75) end as opened_at
    from inventory.threshold_balances as b
    join inventory.thresholds as t using (threshold_id)
    cross join generate_series(0, 4) as g (n)
    where g.n > 0 or b.status <> 'ok'
) as a
order by a.opened_at;

insert into inventory.subscriptions (person, location_id, minimum_severity)
select 'bench_manager', l.location_id, 'critical' from inventory.locations as l where l.parent_id is null;

-- Who was told in the last year; all of it is sent.
insert into inventory.deliveries (delivery_id, alert_id, person, channel, state, attempts, created_at, attempted_at, sent_at)
select bench_data.uuid_v7(a.opened_at, hashtextextended(a.alert_id::text, 0), 'm'), a.alert_id, 'bench_manager', 'email', 'sent', 1,
    a.opened_at, a.opened_at + interval '2 seconds', a.opened_at + interval '3 seconds'
from inventory.alerts as a
where a.severity = 'critical' and a.opened_at > %(until)s::timestamptz - interval '1 year'
order by a.opened_at;

insert into inventory.proofs (proved_at, duration_ms, problems)
select d, 60000 + 100 * n, '[]' from generate_series(%(until)s::timestamptz - interval '365 days', %(until)s, interval '1 day') with ordinality as g (d, n);

insert into auth.sign_in_attempts (person, address, attempted_at, success)
select (array['bench_staff', 'bench_manager', 'bench_clerk', 'bench_viewer'])[1 + mod(n, 4)], ('10.0.' || mod(n, 8) || '.' || mod(n, 250))::inet,
    %(until)s::timestamptz - interval '5 minutes' * (20000 - n), mod(n, 20) > 0
from generate_series(1, 20000) as n;

insert into auth.sessions (token_hash, person, created_at, expires_at, last_seen_at)
select sha256(int8send(n)), (array['bench_staff', 'bench_manager', 'bench_clerk', 'bench_viewer'])[1 + mod(n, 4)],
    %(until)s::timestamptz - interval '1 day' - interval '1 hour' * n, %(until)s::timestamptz - interval '1 day' - interval '1 hour' * n + interval '12 hours',
    %(until)s::timestamptz - interval '1 day' - interval '1 hour' * n
from generate_series(1, 600) as n;
