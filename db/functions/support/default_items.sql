create or replace function inventory.default_items(default_id integer, after_item_id integer, max_rows integer)
returns integer[]
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- Those it is for, and those that have ranges of it and may no longer be. Few are found category by
-- category; of many, the next ones along the items.
declare
    c_few constant integer := 20000;
    v_categories integer[] := inventory.default_categories(default_id);
    v_items integer[];
begin
    if (select d.total from inventory.threshold_defaults as d where d.default_id = default_items.default_id) <= c_few then
        v_items := array(
            select i.item_id from unnest(v_categories) as c (category_id)
            cross join lateral (
                select k.item_id from inventory.items as k
                where k.category_id = c.category_id and k.item_id > after_item_id and k.retired_at is null offset 0
            ) as i
            order by i.item_id limit max_rows
        );
    else
        v_items := array(
            select i.item_id from inventory.items as i
            where i.category_id = any (v_categories) and i.item_id > after_item_id and i.retired_at is null
            order by i.item_id limit max_rows
        );
    end if;
    return nullif(array(
        select k.item_id
        from (
            select u.item_id from unnest(v_items) as u (item_id)
            union
            (
                select t.item_id from inventory.thresholds as t
                where t.default_id = default_items.default_id and t.item_id > after_item_id
                order by t.item_id limit max_rows
            )
        ) as k
        order by k.item_id limit max_rows
    ), '{}');
end
$$;
alter function inventory.default_items(integer, integer, integer) owner to stockroom_keeper;
comment on function inventory.default_items(integer, integer, integer) is
'The next items, by key, whose ranges a default may change.';
