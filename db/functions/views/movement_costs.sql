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
