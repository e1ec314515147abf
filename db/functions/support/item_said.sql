create or replace function inventory.item_said(item_id integer)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select s.said from inventory.items_said(array[item_said.item_id]) as s
$$;
alter function inventory.item_said(integer) owner to stockroom_owner;
grant execute on function inventory.item_said(integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.item_said(integer) is 'An item as api.create_item takes it; null where the caller sees none.';
