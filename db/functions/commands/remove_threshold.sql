create or replace function api.remove_threshold(item text, location text, seen text default null)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id constant integer := inventory.item_of(item);
    v_location_id constant integer := inventory.location_of(location);
begin
    perform inventory.check_range(v_item_id, v_location_id, remove_threshold.seen) where remove_threshold.seen is not null;
    delete from inventory.thresholds as t
    where t.item_id = v_item_id and t.location_id = v_location_id;
    if not found then
        if exists (
            select from inventory.thresholds as t
            where t.item_id = v_item_id and t.location_id = v_location_id and t.set_by = 'default'
        ) then
            raise exception using errcode = 'IN015', message = 'A default set this range.',
                hint = 'Set one by hand in its place, or change or remove the default.';
        end if;
        raise exception using errcode = 'IN014', message = 'No threshold there that you may remove.', hint = 'See api.thresholds.';
    end if;
end
$$;
alter function api.remove_threshold(text, text, text) owner to stockroom_owner;
grant execute on function api.remove_threshold(text, text, text) to stockroom_manager;
comment on function api.remove_threshold(text, text, text) is 'Removes the range of an item at a location; its open alert resolves. seen: the range that was looked at, as api.thresholds says it; without it whatever is there is removed. Where a default is for it, that range comes in its place; what a default set goes with the default alone. Raises IN011 where it changed meanwhile (DETAIL: "current"), IN014, IN015 for a range that a default set, IN016.';
