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
        if exists (
            select from inventory.thresholds as t
            where t.item_id = inventory.item_of(item) and t.location_id = inventory.location_of(location) and t.set_by = 'default'
        ) then
            raise exception using errcode = 'IN015', message = 'A default set this range.',
                hint = 'Set one by hand in its place, or change or remove the default.';
        end if;
        raise exception using errcode = 'IN014', message = 'No threshold there that you may remove.', hint = 'See api.thresholds.';
    end if;
end
$$;
alter function api.remove_threshold(text, text) owner to stockroom_owner;
grant execute on function api.remove_threshold(text, text) to stockroom_manager;
comment on function api.remove_threshold(text, text) is 'Removes the range of an item at a location; its open alert resolves. Where a default is for it, that range comes in its place; what a default set goes with the default alone. Raises IN014, IN015 for a range that a default set, IN016.';
