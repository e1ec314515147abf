create or replace view api.stock_on_hand with (security_invoker = true) as
select
    i.sku, i.name, l.code as location, l.name as location_name, nullif(t.code, '') as lot, t.expires_on,
    s.on_hand, s.reserved, s.on_hand - s.reserved as available, u.code as unit, s.changed_at as updated_at
from inventory.stock_levels as s
join inventory.items as i using (item_id)
join inventory.units as u using (unit_id)
join inventory.locations as l using (location_id)
join inventory.lots as t on t.lot_id = s.lot_id;
alter view api.stock_on_hand owner to stockroom_owner;
grant select on api.stock_on_hand to stockroom_viewer, stockroom_auditor, stockroom_reporting;
comment on view api.stock_on_hand is
'Stock per item, location and lot at the places the reader may see.';
comment on column api.stock_on_hand.on_hand is 'Base unit.';
comment on column api.stock_on_hand.available is 'On hand less reserved.';
comment on column api.stock_on_hand.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.stock_on_hand.name is 'Full name of the item.';
comment on column api.stock_on_hand.location is 'Code of the place.';
comment on column api.stock_on_hand.location_name is 'Its name.';
comment on column api.stock_on_hand.lot is 'Code of the lot; null for stock without one.';
comment on column api.stock_on_hand.expires_on is 'Last day of use; null where it does not expire.';
comment on column api.stock_on_hand.reserved is 'Promised to open reservations, base unit.';
comment on column api.stock_on_hand.unit is 'Base unit of the item: what quantities are in.';
comment on column api.stock_on_hand.updated_at is 'When on hand last changed.';
