create or replace function inventory.default_total(default_id integer)
returns integer
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select greatest(
        (
            select sum(n.items)
            from unnest(inventory.default_categories(default_total.default_id)) as c (category_id)
            cross join lateral (
                select count(*) as items from (
                    select from inventory.items as i where i.category_id = c.category_id and i.retired_at is null limit 200000
                ) as k
            ) as n
        ),
        (
            select count(*) from (
                select distinct t.item_id from inventory.thresholds as t where t.default_id = default_total.default_id limit 200000
            ) as k
        )
    )::integer
$$;
alter function inventory.default_total(integer) owner to stockroom_keeper;
comment on function inventory.default_total(integer) is
'About how many items a default''s ranges are for: those of its categories, or those that have ranges of it, whichever are more; of each category, counted to 200,000.';
