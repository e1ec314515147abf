create or replace function inventory.search_near(plan jsonb, sort text, place jsonb, back boolean, max_rows integer)
returns table (item_ids integer[], keys text[], more boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
-- The first of each category, then the first of those: names of a kind lie together.
declare
    v_by record;
    v_categories integer[] := array(select e.value::integer from jsonb_array_elements_text(plan -> 'categories') as e (value));
    v_looks integer := greatest(1, (plan ->> 'looks')::integer / 2 / cardinality(v_categories));
    v_cut boolean;
begin
    select * into v_by from inventory.search_key(sort, back, place);
    execute format(
        'with found as materialized ('
        'select c.id, f.item_id, f.key from unnest($1) as c (id) cross join lateral ('
        'select i.item_id, %1$s as key from (select %2$s from inventory.items as i where i.category_id = c.id and %3$s order by %1$s %4$s, i.item_id %4$s limit %5$s) as i '
        'where %6$s and (%7$s) is true order by %1$s %4$s, i.item_id %4$s limit %8$s) as f) '
        'select coalesce(array_agg(n.item_id), ''{}''), coalesce(array_agg(n.key::text), ''{}''), exists ('
        'select from unnest($1) as c (id) where (select count(*) from found as f where f.id = c.id) < %8$s '
        'and (select true from inventory.items as i where i.category_id = c.id and %3$s order by %1$s %4$s, i.item_id %4$s offset %5$s limit 1)) '
        'from (select f.item_id, f.key from found as f order by f.key %4$s, f.item_id %4$s limit %8$s) as n',
        v_by.key, v_by.held, v_by.past, v_by.way, v_looks, plan ->> 'alive', plan ->> 'walk', max_rows + 1
    ) into item_ids, keys, v_cut using v_categories;
    more := cardinality(item_ids) > max_rows;
    item_ids := item_ids[1:max_rows]; keys := keys[1:max_rows];
    if v_cut then
        item_ids := null; keys := null; more := null;
    elsif back then
        item_ids := array(select u.id from unnest(item_ids) with ordinality as u (id, n) order by u.n desc);
        keys := array(select u.id from unnest(keys) with ordinality as u (id, n) order by u.n desc);
    end if;
    return next;
end
$$;
alter function inventory.search_near(jsonb, text, jsonb, boolean, integer) owner to stockroom_reader;
comment on function inventory.search_near(jsonb, text, jsonb, boolean, integer) is
'A page of what a plan of inventory.search_plan() finds in few categories, by their own indexes of an order by name or change; nulls where one of them was not looked through. Called by inventory.search_ids() only.';
