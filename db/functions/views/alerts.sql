create or replace view api.alerts with (security_invoker = true) as
select
    a.alert_id as alert, i.sku, i.name, l.code as location, l.name as location_name, a.kind, a.severity, a.minimum, a.maximum,
    a.balance_at_opening, b.balance, u.code as unit, u.decimals, a.document_id as document, a.opened_at, a.resolved_at, a.resolution
from inventory.alerts as a
join inventory.items as i using (item_id)
join inventory.units as u using (unit_id)
join inventory.locations as l using (location_id)
left join inventory.threshold_balances as b on b.threshold_id = a.threshold_id;
alter view api.alerts owner to stockroom_owner;
grant select on api.alerts to stockroom_viewer, stockroom_auditor, stockroom_reporting;
comment on view api.alerts is
'Alerts at the places the reader may see, open and resolved.';
comment on column api.alerts.balance is 'The sum now; null where the threshold was removed.';
