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
'The ledger at the places the reader may see.';
comment on column api.movements.quantity is 'Signed, base unit.';
comment on column api.movements.on_hand is 'Balance right after it.';
comment on column api.movements.occurred_at is 'When it happened.';
comment on column api.movements.posted_at is 'When it was recorded.';
