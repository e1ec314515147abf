create or replace function inventory.seen_costs()
returns table (item_id integer, last_cost numeric)
language plpgsql
stable security definer
rows 100000
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
-- The rows of inventory.item_costs by its own policy, in one pass: asked item by item, a report of
-- a million items would look for a million receipts.
declare
    v_bits varbit;
begin
    if not auth.in_group('cost') or not auth.sees_stock() then
        return;
    elsif auth.in_group('auditor') then
        return query select c.item_id, c.last_cost from inventory.item_costs as c;
        return;
    end if;
    v_bits := auth.readable_bits();
    return query
    select c.item_id, c.last_cost from inventory.item_costs as c
    where exists (
        select from inventory.movement_costs as m
        where m.item_id = c.item_id and m.unit_cost = c.last_cost and get_bit(v_bits, m.location_id) = 1
    );
end
$$;
alter function inventory.seen_costs() owner to stockroom_reader;
grant execute on function inventory.seen_costs() to stockroom_viewer, stockroom_auditor;
comment on function inventory.seen_costs() is
'The latest cost of every item whose cost the caller may see, as api.item_costs; none without the right.';
