create or replace function inventory.seen_costs(item_ids integer[] default null)
returns table (item_id integer, last_cost numeric)
language plpgsql
stable security definer
rows 100000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- of some items, or of all
set work_mem = '64MB'
as $$
-- The rows of inventory.item_costs by its own policy, in one pass: asked item by item, a report of
-- a million items would look for a million receipts.
declare
    v_bits constant varbit := auth.readable_bits();
    v_all boolean;
begin
    if not auth.in_group('cost') or not auth.sees_stock() then
        return;
    end if;
    v_all := inventory.sees_all_costs();
    return query
    select c.item_id, c.last_cost from inventory.item_costs as c
    where (item_ids is null or c.item_id = any (item_ids)) and (v_all or exists (
        select from inventory.movement_costs as m
        where m.item_id = c.item_id and m.unit_cost = c.last_cost and get_bit(v_bits, m.location_id) = 1
    ));
end
$$;
alter function inventory.seen_costs(integer[]) owner to stockroom_reader;
grant execute on function inventory.seen_costs(integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.seen_costs(integer[]) is
'The latest cost of every item (of these, if given) whose cost the caller may see, as api.item_costs; none without the right.';
