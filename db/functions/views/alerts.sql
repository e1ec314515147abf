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
comment on column api.alerts.alert is 'Key of the alert.';
comment on column api.alerts.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.alerts.name is 'Full name of the item.';
comment on column api.alerts.location is 'Code of the place whose sum is judged.';
comment on column api.alerts.location_name is 'Its name.';
comment on column api.alerts.kind is 'low, out or over; low becomes out when the last unit leaves.';
comment on column api.alerts.severity is 'The range''s severity when it was left: info, warning or critical.';
comment on column api.alerts.minimum is 'The range''s minimum when it was left; null for none.';
comment on column api.alerts.maximum is 'The range''s maximum when it was left; null for none.';
comment on column api.alerts.balance_at_opening is 'The sum that left the range, base unit.';
comment on column api.alerts.unit is 'Base unit of the item: what quantities are in.';
comment on column api.alerts.decimals is 'Decimal places a quantity in this unit may have.';
comment on column api.alerts.document is 'The document that moved it out of range; null where a changed range did.';
comment on column api.alerts.opened_at is 'When the range was left.';
comment on column api.alerts.resolved_at is 'When it was back in range; null while open.';
comment on column api.alerts.resolution is 'back in range, threshold changed or threshold removed.';
