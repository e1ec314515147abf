create or replace function inventory.check_item_keys(item jsonb)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if jsonb_typeof(item) is distinct from 'object' then
        raise exception using errcode = 'IN014', message = 'An item is a JSON object.', hint = 'See the comment of api.create_item.';
    elsif item - array['sku', 'name', 'description', 'category', 'unit', 'attributes', 'packs'] <> '{}'::jsonb then
        raise exception using errcode = 'IN014', message = 'The item has a key that is not known here.',
            detail = (item - array['sku', 'name', 'description', 'category', 'unit', 'attributes', 'packs'])::text,
            hint = 'See the comment of api.create_item.';
    end if;
end
$$;
alter function inventory.check_item_keys(jsonb) owner to stockroom_owner;
grant execute on function inventory.check_item_keys(jsonb) to stockroom_manager;
comment on function inventory.check_item_keys(jsonb) is 'Refuses an item object with unknown keys. Raises IN014.';
