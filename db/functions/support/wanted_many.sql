create or replace function inventory.wanted_many(item_ids integer[])
returns bigint
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with recursive category as (
        select i.category_id as of_id, i.category_id, count(*) as items, 0 as depth
        from inventory.items as i where i.item_id = any (item_ids) group by i.category_id
        union all
        select b.of_id, c.parent_id, b.items, b.depth + 1
        from category as b
        join inventory.categories as c on c.category_id = b.category_id
        where c.parent_id is not null and b.depth < 50 -- a ring of an older version would never end
    )
    select coalesce(sum(c.items * inventory.default_places(d.default_id)), 0)::bigint
    from category as c
    join inventory.threshold_defaults as d on d.category_id = c.category_id
$$;
alter function inventory.wanted_many(integer[]) owner to stockroom_keeper;
comment on function inventory.wanted_many(integer[]) is
'About how many ranges the defaults give to some items: each default at each of its places, also where a nearer one wins.';
