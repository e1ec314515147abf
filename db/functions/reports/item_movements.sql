create or replace function api.item_movements(sku text, after text default null, max_rows integer default 50)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select inventory.movement_page(inventory.item_of(item_movements.sku), item_movements.after, item_movements.max_rows)
$$;
alter function api.item_movements(text, text, integer) owner to stockroom_owner;
grant execute on function api.item_movements(text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.item_movements(text, text, integer) is
'A page of an item''s movements, newest first: {"rows", "next"}; after: the page before''s next. Raises IN014.';
