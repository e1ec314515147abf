create or replace function inventory.wanted_ranges(item_ids integer[])
returns table (item_id integer, location_id integer, default_id integer, minimum numeric, maximum numeric, margin numeric, severity text)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with recursive item as (
        select i.item_id, i.category_id, u.decimals
        from inventory.items as i join inventory.units as u using (unit_id)
        where i.item_id = any (item_ids) and i.retired_at is null
    ), category as (
        select distinct i.category_id as of_id, i.category_id, 0 as depth from item as i
        union all
        select b.of_id, c.parent_id, b.depth + 1
        from category as b
        join inventory.categories as c on c.category_id = b.category_id
        where c.parent_id is not null and b.depth < 50 -- a ring of an older version would never end
    ), place as (
        select d.*, l.location_id as place_id, case when d.kind is null then 0 else t.depth + 1 end as distance
        from inventory.threshold_defaults as d
        join inventory.location_tree as t on t.ancestor_id = d.location_id
        join inventory.locations as l on l.location_id = t.location_id
        where d.category_id in (select c.category_id from category as c) and d.state <> 'removing' and l.retired_at is null
        and case when d.kind is null then t.depth = 0 else l.kind = d.kind end
    )
    -- The nearest category wins, then the place itself, then the nearest place above it.
    select distinct on (i.item_id, p.place_id)
        i.item_id, p.place_id, p.default_id, round(p.minimum, i.decimals), round(p.maximum, i.decimals),
        least(round(p.margin, i.decimals), coalesce(round(p.maximum, i.decimals) - round(p.minimum, i.decimals), round(p.margin, i.decimals))),
        p.severity
    from item as i
    join category as c on c.of_id = i.category_id
    join place as p on p.category_id = c.category_id
    order by i.item_id, p.place_id, c.depth, p.distance, p.default_id
$$;
alter function inventory.wanted_ranges(integer[]) owner to stockroom_keeper;
comment on function inventory.wanted_ranges(integer[]) is
'The ranges that defaults give to some items: the nearest category''s, and of those the nearest place''s; rounded to the decimals of each item''s unit.';
