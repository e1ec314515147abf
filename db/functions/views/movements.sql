create or replace view api.movements with (security_invoker = true) as
select
    m.movement_id, m.document_id as document, d.kind, m.line_no as line, i.sku, i.name, l.code as location, nullif(t.code, '') as lot,
    m.quantity, m.balance_after as on_hand, u.code as unit, u.decimals, m.entered_quantity, e.code as entered_unit,
    m.reason, m.note, d.reference, m.occurred_at, m.posted_at, d.posted_by
from inventory.movements as m
join inventory.documents as d on d.document_id = m.document_id
join inventory.items as i using (item_id)
join inventory.units as u using (unit_id)
join inventory.units as e on e.unit_id = m.entered_unit_id
join inventory.locations as l using (location_id)
join inventory.lots as t on t.lot_id = m.lot_id;
alter view api.movements owner to stockroom_owner;
grant select on api.movements to stockroom_viewer, stockroom_auditor, stockroom_reporting;
comment on view api.movements is
'The ledger at the places the reader may see. Stock as of an instant is its sum: select sku, location, lot, sum(quantity) from api.movements where occurred_at <= … and posted_at <= … group by sku, location, lot (posted_at: as it was known then).';
comment on column api.movements.quantity is 'Signed, base unit.';
comment on column api.movements.on_hand is 'Balance right after it.';
comment on column api.movements.occurred_at is 'When it happened.';
comment on column api.movements.posted_at is 'When it was recorded.';
comment on column api.movements.movement_id is 'Key; order of recording, of places out of sight too.';
comment on column api.movements.document is 'Key of the document.';
comment on column api.movements.kind is 'Of the document: receipt, issue, transfer, adjustment, stocktake or reversal.';
comment on column api.movements.line is 'Number of the line within the document.';
comment on column api.movements.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.movements.name is 'Full name of the item.';
comment on column api.movements.location is 'Code of the place.';
comment on column api.movements.lot is 'Code of the lot; null for stock without one.';
comment on column api.movements.unit is 'Base unit of the item: what quantities are in.';
comment on column api.movements.decimals is 'Decimal places a quantity in this unit may have.';
comment on column api.movements.entered_quantity is 'Signed quantity as it was entered.';
comment on column api.movements.entered_unit is 'Unit it was entered in.';
comment on column api.movements.reason is 'Why; every adjustment has one.';
comment on column api.movements.note is 'The line''s note.';
comment on column api.movements.reference is 'The outside world''s number: order, delivery slip, invoice.';
comment on column api.movements.posted_by is 'The person who posted it.';
