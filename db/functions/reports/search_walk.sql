create or replace function inventory.search_walk(plan jsonb, sort text, place jsonb, back boolean, max_rows integer, bits varbit, sees_all boolean, among integer[])
returns table (item_ids integer[], keys text[], more boolean, stop jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_sort = off -- what is walked along has the order already
as $$
-- Items of one category lie together in the order of names, so each category's own index is
-- followed where they are few.
declare
    v_by record;
    v_categories integer[] := array(select e.value::integer from jsonb_array_elements_text(nullif(plan -> 'categories', 'null')) as e (value));
    v_order text;
    v_walk text;
    v_columns text;
begin
    select * into v_by from inventory.search_key(sort, back, place);
    v_columns := case when plan ->> 'walk' is null then '*' else v_by.held end;
    v_order := format('order by %1$s %2$s, i.item_id %2$s', v_by.key, v_by.way);
    v_walk := case when sort !~ 'sku' and cardinality(v_categories) between 1 and 20
        then (select '(' || string_agg(format('(select %s from inventory.items as i where i.category_id = %s and %s %s)', v_columns, c.id, v_by.past, v_order), ' union all ') || ') as i'
            from unnest(v_categories) as c (id))
        else 'inventory.items as i where ' || v_by.past end;
    v_walk := format('select %s from %s %s limit %s', v_columns, v_walk, v_order, plan ->> 'looks');
    execute format(
        'select coalesce(array_agg(n.item_id), ''{}''), coalesce(array_agg(n.key), ''{}'') from ('
        'select i.item_id, %1$s::text as key from (select i.*, i.item_id as walked from (%2$s) as i) as i where %3$s and %7$s and (%4$s) is true %5$s limit %6$s) as n',
        v_by.key, v_walk, plan ->> 'alive', coalesce(plan ->> 'walk', coalesce(plan ->> 'driver', 'true') || ' and ' || (plan ->> 'all')), v_order, max_rows + 1, case when among is null then 'true' else '(i.item_id in (select u.id from unnest($3) as u (id))) is true' end
    ) into item_ids, keys using bits, sees_all, among;
    more := cardinality(item_ids) > max_rows;
    item_ids := item_ids[1:max_rows]; keys := keys[1:max_rows];
    if not more then
        execute format('select jsonb_build_object(''item'', i.item_id, ''key'', %s::text) from (%s) as i offset %s', v_by.key, v_walk, (plan ->> 'looks')::integer - 1)
        into stop;
    end if;
    if back then
        item_ids := array(select u.id from unnest(item_ids) with ordinality as u (id, n) order by u.n desc);
        keys := array(select u.id from unnest(keys) with ordinality as u (id, n) order by u.n desc);
    end if;
    return next;
end
$$;
alter function inventory.search_walk(jsonb, text, jsonb, boolean, integer, varbit, boolean, integer[]) owner to stockroom_reader;
comment on function inventory.search_walk(jsonb, text, jsonb, boolean, integer, varbit, boolean, integer[]) is
'A page of what a plan of inventory.search_plan() finds along an order that has an index, of so many items as the plan looks at (of those among some, where they are given); stop: the last of them where the look ended early. Called by inventory.search_ids() only.';
