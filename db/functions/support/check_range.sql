create or replace function inventory.check_range(item_id integer, location_id integer, seen text)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Ranges, then the item (inventory.hold_ranges): whoever sets a range holds its item, so none comes
-- or goes behind this look.
declare
    v_range inventory.thresholds;
begin
    lock table inventory.thresholds in row exclusive mode;
    perform from inventory.items as i where i.item_id = check_range.item_id for no key update;
    select t.* into v_range from inventory.thresholds as t
    where t.item_id = check_range.item_id and t.location_id = check_range.location_id;
    if inventory.range_mark(v_range.updated_at, v_range.version) <> check_range.seen then
        raise exception using errcode = 'IN011',
            message = case when v_range.version is null then 'Its range there was removed meanwhile.'
                else format('Its range there was %s meanwhile by %s.', case when check_range.seen = 'none' then 'set' else 'changed' end, auth.name_of(v_range.updated_by)) end,
            detail = jsonb_build_object('current', inventory.threshold_answers(array[v_range.threshold_id]) -> 0)::text,
            hint = 'Look at it again, and decide anew.';
    end if;
end
$$;
alter function inventory.check_range(integer, integer, text) owner to stockroom_owner;
grant execute on function inventory.check_range(integer, integer, text) to stockroom_manager;
comment on function inventory.check_range(integer, integer, text) is
'Refuses a range that is no longer the one that was looked at: seen is its inventory.range_mark(). Raises IN011; DETAIL has the range as it is, as api.list_thresholds answers it ("current", null for none).';
