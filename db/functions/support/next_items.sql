create or replace function inventory.next_items(item_ids integer[], after_sku text, max_rows integer)
returns table (item_id integer)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan -- else the planner weighs each of a million keys
set enable_sort = off
as $$
#variable_conflict use_column
begin
    if cardinality(item_ids) < least(50 * max_rows, 20000) then
        return query select i.item_id
        from unnest(item_ids) as n (item_id)
        cross join lateral (select k.item_id, k.sku from inventory.items as k where k.item_id = n.item_id offset 0) as i
        where after_sku is null or i.sku > after_sku
        order by i.sku limit max_rows;
    else -- one of some dozen items is among so many: walking by SKU finds a page soon
        return query select i.item_id
        from (
            select k.item_id, k.sku from inventory.items as k where after_sku is null or k.sku > after_sku order by k.sku offset 0
        ) as i
        where case when i.item_id in (select unnest(item_ids)) then true end -- in a CASE a hash, beside which the order stays
        limit max_rows;
    end if;
end
$$;
alter function inventory.next_items(integer[], text, integer) owner to stockroom_owner;
grant execute on function inventory.next_items(integer[], text, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.next_items(integer[], text, integer) is
'Of these items those of the next page by SKU.';
