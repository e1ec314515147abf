create or replace view api.item_barcodes with (security_invoker = true) as
select i.sku, b.barcode, u.code as unit, b.created_at, b.created_by
from inventory.item_barcodes as b
join inventory.items as i using (item_id)
left join inventory.units as u on u.unit_id = b.unit_id;
alter view api.item_barcodes owner to stockroom_owner;
grant select on api.item_barcodes to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting;
comment on view api.item_barcodes is
'What a scanner reads on items and their packs.';
comment on column api.item_barcodes.sku is 'Stock keeping unit of the item it stands for.';
comment on column api.item_barcodes.barcode is 'As scanned.';
comment on column api.item_barcodes.unit is 'Unit of the pack it stands for; null for one of the base unit.';
comment on column api.item_barcodes.created_at is 'When it was linked to the item.';
comment on column api.item_barcodes.created_by is 'Who linked it.';
