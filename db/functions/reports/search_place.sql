create or replace function inventory.search_place(item_id integer, key text, near jsonb)
returns jsonb
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when item_id is not null then jsonb_build_object('item', item_id, 'key', key, 'near', near) end
$$;
alter function inventory.search_place(integer, text, jsonb) owner to stockroom_owner;
grant execute on function inventory.search_place(integer, text, jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.search_place(integer, text, jsonb) is
'A place in the order of a search, as inventory.write_cursor() takes it; null for no item. near: the words found instead of those asked for.';
