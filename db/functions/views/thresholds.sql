create or replace view api.thresholds with (security_invoker = true) as
select
    i.sku, i.name, l.code as location, l.name as location_name, t.minimum, t.maximum, t.margin, t.severity, t.measure, t.set_by,
    b.balance, b.status, u.code as unit, t.version, t.updated_at, t.updated_by,
    inventory.range_mark(t.updated_at, t.version) as seen
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
comment on column api.thresholds.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.thresholds.name is 'Full name of the item.';
comment on column api.thresholds.location is 'Code of the place whose sum is judged, with all below it.';
comment on column api.thresholds.location_name is 'Its name.';
comment on column api.thresholds.minimum is 'Below it the item is low, base unit; null for none.';
comment on column api.thresholds.maximum is 'Above it the item is over, base unit; null for none.';
comment on column api.thresholds.margin is 'How far back into range the quantity must come before the alert resolves, base unit.';
comment on column api.thresholds.severity is 'info, warning or critical.';
comment on column api.thresholds.measure is 'What is compared: on_hand or available.';
comment on column api.thresholds.set_by is 'person, or default where a category''s default wrote it.';
comment on column api.thresholds.unit is 'Base unit of the item: what quantities are in.';
comment on column api.thresholds.version is 'Counts edits; state it with an edit.';
comment on column api.thresholds.updated_at is 'When the row last changed.';
comment on column api.thresholds.updated_by is 'Who changed it last.';
comment on column api.thresholds.seen is 'Which range it is, and as what: state it with an edit, which is refused once it is another.';
