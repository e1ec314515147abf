create or replace function api.remove_threshold(item text, location text)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from inventory.thresholds as t
    where t.item_id = inventory.item_of(item) and t.location_id = inventory.location_of(location);
    if not found then
        raise exception using errcode = 'IN014', message = 'No threshold there that you may remove.', hint = 'See api.thresholds.';
    end if;
end
$$;
alter function api.remove_threshold(text, text) owner to stockroom_owner;
grant execute on function api.remove_threshold(text, text) to stockroom_manager;
comment on function api.remove_threshold(text, text) is 'Removes the range of an item at a location; its open alert resolves. Raises IN014.';
