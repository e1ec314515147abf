create or replace function inventory.has_moved(item_id integer)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Null for who counts blind.
    select exists (select from inventory.stock_levels as s where s.item_id = has_moved.item_id) and auth.may_act()
    where auth.sees_stock()
$$;
alter function inventory.has_moved(integer) owner to stockroom_reader;
grant execute on function inventory.has_moved(integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.has_moved(integer) is
'Whether any stock of the item ever moved, anywhere: yes or no, so that Remove can say whether it deletes or retires. Null for who may see no stock.';
