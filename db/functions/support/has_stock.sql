create or replace function inventory.has_stock(item_id integer)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from inventory.stock_levels as s where s.item_id = has_stock.item_id and s.on_hand <> 0) and auth.may_act()
$$;
alter function inventory.has_stock(integer) owner to stockroom_reader;
grant execute on function inventory.has_stock(integer) to stockroom_manager;
comment on function inventory.has_stock(integer) is
'Whether the item has stock anywhere: yes or no. Managers remove items of the whole company.';
