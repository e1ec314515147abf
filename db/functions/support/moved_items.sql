create or replace function inventory.moved_items(since timestamptz, until timestamptz, place_ids integer[], category_ids integer[])
returns table (item_id integer, unit_id integer)
language plpgsql
stable security definer
rows 100000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
set enable_sort = off -- how many items moved is not guessed well
as $$
#variable_conflict use_column
declare
    v_places constant integer[] := inventory.own_places(place_ids);
    v_first timestamptz;
    v_last timestamptz;
begin
    select min(s.moves_from), max(s.taken_at) into v_first, v_last from inventory.moved_spans(since, until) as s;
    v_first := coalesce(v_first, until);
    return query
    select m.item_id, m.unit_id
    from (
        select k.item_id, k.unit_id from inventory.move_sums as s
        cross join lateral unnest(s.item_ids, s.item_unit_ids) as k (item_id, unit_id)
        where s.taken_at = any (array(select p.taken_at from inventory.moved_spans(since, until) as p)) and s.location_id = any (v_places)
        union
        select i.item_id, i.unit_id
        from (
            select b.item_id from inventory.moved_between(since, v_first, null, v_places) as b
            union
            select b.item_id from inventory.moved_between(v_last, until, null, v_places) as b
            union
            select l.item_id from inventory.moved_unsummed(since, until, v_places) as l
        ) as e -- items each by its key: a hash of a million costs more than some ten thousand looks
        cross join lateral (select k.item_id, k.unit_id from inventory.items as k where k.item_id = e.item_id offset 0) as i
    ) as m
    where category_ids is null or m.item_id in (select i.item_id from inventory.items as i where i.category_id = any (category_ids));
end
$$;
alter function inventory.moved_items(timestamptz, timestamptz, integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.moved_items(timestamptz, timestamptz, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.moved_items(timestamptz, timestamptz, integer[], integer[]) is
'The items that moved between two instants at those of the caller''s places and those categories (null: all), each once with its unit.';
