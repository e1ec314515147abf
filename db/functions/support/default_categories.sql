create or replace function inventory.default_categories(default_id integer)
returns integer[]
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with recursive category as (
        select d.category_id from inventory.threshold_defaults as d where d.default_id = default_categories.default_id
        union
        select c.category_id from category as b join inventory.categories as c on c.parent_id = b.category_id
    )
    select array_agg(c.category_id) from category as c
$$;
alter function inventory.default_categories(integer) owner to stockroom_keeper;
comment on function inventory.default_categories(integer) is 'The category a default is for, and all below it.';
