create or replace function inventory.stocked_items(instant timestamptz, known_at timestamptz, place_ids integer[], category_ids integer[])
returns integer[]
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
set enable_sort = off -- how many there are is not guessed well
as $$
declare
    v_places constant integer[] := inventory.own_places(place_ids);
begin
    if instant is null and known_at is null and category_ids is null then
        return array(
            select l.item_id from inventory.stock_levels as l where l.on_hand <> 0 and l.location_id = any (v_places) group by l.item_id
        );
    end if;
    return array(
        select s.item_id from inventory.stock_at(instant, known_at, place_ids => v_places) as s
        where s.on_hand <> 0 and (
            category_ids is null or s.item_id in (select i.item_id from inventory.items as i where i.category_id = any (category_ids))
        )
        group by s.item_id
    );
end
$$;
alter function inventory.stocked_items(timestamptz, timestamptz, integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.stocked_items(timestamptz, timestamptz, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.stocked_items(timestamptz, timestamptz, integer[], integer[]) is
'The items that lay at those of the caller''s places, as of an instant and as known at another (null: now), of those categories (null: all).';
