create or replace view api.item_units with (security_invoker = true) as
select i.sku, u.code as unit, k.factor
from inventory.item_units as k
join inventory.items as i using (item_id)
join inventory.units as u on u.unit_id = k.unit_id;
alter view api.item_units owner to stockroom_owner;
grant select on api.item_units to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting;
comment on view api.item_units is
'Packs: other units an item may be entered in.';
comment on column api.item_units.factor is 'Base units in one pack.';
comment on column api.item_units.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.item_units.unit is 'Unit of the pack.';
