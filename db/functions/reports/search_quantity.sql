create or replace function inventory.search_quantity(plan jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Sums over the caller's own places: $1 are their bits, $2 says whether all are theirs.
declare
    c_levels constant text := 'from inventory.stock_levels as s where s.item_id = i.item_id and ($2 or get_bit($1, s.location_id) = 1)';
    -- What the caller may know of cost: where a receipt at it is theirs to see.
    c_cost constant text := '(select c.last_cost from inventory.item_costs as c where c.item_id = i.item_id and ($2 or exists ('
        'select from inventory.movement_costs as m where m.item_id = c.item_id and m.unit_cost = c.last_cost and get_bit($1, m.location_id) = 1)))';
begin
    return inventory.search_between(case plan ->> 'key'
        when 'on_hand' then '(select coalesce(sum(s.on_hand), 0) ' || c_levels || ')'
        when 'available' then '(select coalesce(sum(s.on_hand - s.reserved), 0) ' || c_levels || ')'
        when 'reserved' then '(select coalesce(sum(s.reserved), 0) ' || c_levels || ')'
        when 'places' then '(select count(distinct s.location_id) filter (where s.on_hand <> 0) ' || c_levels || ')'
        when 'cost' then c_cost
        when 'value' then '(select coalesce(sum(s.on_hand), 0) ' || c_levels || ') * ' || c_cost
    end, plan);
end
$$;
alter function inventory.search_quantity(jsonb) owner to stockroom_reader;
comment on function inventory.search_quantity(jsonb) is
'SQL of a condition on a quantity or on cost, over the caller''s own places. Called by inventory.search_condition() only.';
