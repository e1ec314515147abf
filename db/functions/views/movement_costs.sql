create or replace view api.movement_costs with (security_invoker = true) as
select m.movement_id, i.sku, l.code as location, m.quantity, m.unit_cost, m.quantity * m.unit_cost as value, s.currency
from inventory.movement_costs as m
join inventory.items as i using (item_id)
join inventory.locations as l using (location_id)
cross join inventory.settings as s;
alter view api.movement_costs owner to stockroom_owner;
grant select on api.movement_costs to stockroom_cost;
comment on view api.movement_costs is
'What receipt lines cost. A right of its own.';
comment on column api.movement_costs.movement_id is 'The movement of api.movements.';
comment on column api.movement_costs.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.movement_costs.location is 'Code of the place.';
comment on column api.movement_costs.quantity is 'Of the movement, base unit.';
comment on column api.movement_costs.unit_cost is 'Cost of one base unit.';
comment on column api.movement_costs.value is 'Quantity times unit cost.';
comment on column api.movement_costs.currency is 'ISO 4217 code of the cost.';
