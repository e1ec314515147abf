create or replace view api.item_costs with (security_invoker = true) as
select i.sku, i.name, c.last_cost, s.currency, u.code as unit, c.costed_at
from inventory.item_costs as c
join inventory.items as i using (item_id)
join inventory.units as u using (unit_id)
cross join inventory.settings as s;
alter view api.item_costs owner to stockroom_owner;
grant select on api.item_costs to stockroom_cost;
comment on view api.item_costs is
'The latest known cost of items. A right of its own: it is seen where a receipt at that cost is, so an item last received elsewhere at another cost has no row.';
comment on column api.item_costs.last_cost is 'Of one base unit.';
comment on column api.item_costs.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.item_costs.name is 'Full name of the item.';
comment on column api.item_costs.currency is 'ISO 4217 code of the cost.';
comment on column api.item_costs.unit is 'Base unit: what the cost is of one of.';
comment on column api.item_costs.costed_at is 'When the receipt at that cost was recorded.';
