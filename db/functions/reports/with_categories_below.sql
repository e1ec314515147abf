create or replace function inventory.with_categories_below(category_ids integer[])
returns integer[]
language sql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
    with recursive below as (
        select c.category_id from inventory.categories as c where c.category_id = any (with_categories_below.category_ids)
        union
        select c.category_id from below as b join inventory.categories as c on c.parent_id = b.category_id
    )
    select coalesce(array_agg(b.category_id), '{}') from below as b
$$;
alter function inventory.with_categories_below(integer[]) owner to stockroom_owner;
grant execute on function inventory.with_categories_below(integer[]) to stockroom_reader, stockroom_keeper;
comment on function inventory.with_categories_below(integer[]) is
'These categories with all below them.';
