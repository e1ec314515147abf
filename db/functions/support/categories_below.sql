create or replace function inventory.categories_below(category_id integer)
returns setof integer
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    with recursive below as (
        select categories_below.category_id as id
        union
        select c.category_id from inventory.categories as c join below as b on c.parent_id = b.id
    )
    select b.id from below as b
$$;
alter function inventory.categories_below(integer) owner to stockroom_owner;
grant execute on function inventory.categories_below(integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.categories_below(integer) is 'A category and all below it.';
