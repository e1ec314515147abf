create or replace view api.thresholds with (security_invoker = true) as
select
    i.sku, i.name, l.code as location, l.name as location_name, t.minimum, t.maximum, t.margin, t.severity, t.measure, t.set_by,
    b.balance, b.status, u.code as unit, t.version, t.updated_at, t.updated_by
from inventory.thresholds as t
join inventory.threshold_balances as b using (threshold_id)
join inventory.items as i on i.item_id = t.item_id
join inventory.units as u using (unit_id)
join inventory.locations as l on l.location_id = t.location_id;
alter view api.thresholds owner to stockroom_owner;
grant select on api.thresholds to stockroom_viewer, stockroom_auditor, stockroom_reporting;
comment on view api.thresholds is
'The ranges items should stay in, with the sum each is judged on.';
comment on column api.thresholds.balance is 'Summed over the location and all below it.';
comment on column api.thresholds.status is 'ok, low, out or over.';
