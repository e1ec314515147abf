create or replace function inventory.default_items(default_id integer, after_item_id integer, max_rows integer)
returns integer[]
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Those it is for, and those that have ranges of it and may no longer be.
    with recursive category as (
        select d.category_id from inventory.threshold_defaults as d where d.default_id = default_items.default_id
        union
        select c.category_id from category as b join inventory.categories as c on c.parent_id = b.category_id
    ), item as (
        (
            select i.item_id from inventory.items as i
            where i.category_id in (select c.category_id from category as c) and i.item_id > after_item_id and i.retired_at is null
            order by i.item_id limit max_rows
        )
        union
        (
            select t.item_id from inventory.thresholds as t
            where t.default_id = default_items.default_id and t.item_id > after_item_id
            order by t.item_id limit max_rows
        )
    )
    select array_agg(i.item_id order by i.item_id) from (select k.item_id from item as k order by k.item_id limit max_rows) as i
$$;
alter function inventory.default_items(integer, integer, integer) owner to stockroom_keeper;
comment on function inventory.default_items(integer, integer, integer) is
'The next items, by key, whose ranges a default may change.';
