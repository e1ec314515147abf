create or replace function inventory.search_gather(plan jsonb, ids integer[], sort text, place jsonb, back boolean, max_rows integer, most integer, bits varbit, sees_all boolean)
returns table (item_ids integer[], keys text[], more boolean, counted integer)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- guesses of rows are wrong where words or values go together; the indexes are not
as $$
declare
    v_by record;
    v_past text;
begin
    if plan -> 'places' <> 'null' then
        ids := inventory.search_stocked(ids, array(select p.id::integer from jsonb_array_elements_text(plan -> 'places') as p (id)));
    end if;
    select * into v_by from inventory.search_key(sort, back, place);
    v_past := regexp_replace(v_by.past, '^\(i\.[a-z_]+,', '(i.key,');
    execute format(
        'with found as materialized (select i.item_id, %1$s as key, (%2$s) is true as fits from inventory.items as i where %3$s and %4$s and %5$s limit %6$s) '
        'select n.ids, n.keys, f.counted from (select count(*) as looked, count(*) filter (where fits) as counted from found) as f '
        'cross join (select coalesce(array_agg(p.item_id), ''{}'') as ids, coalesce(array_agg(p.key::text), ''{}'') as keys '
        'from (select i.item_id, i.key from found as i where i.fits and %7$s order by i.key %8$s, i.item_id %8$s limit %9$s) as p) as n where f.looked < %6$s',
        v_by.key, plan ->> 'rest', case when ids is null then 'true' else 'i.item_id = any ((select $3)::integer[])' end, coalesce(plan ->> 'driver', 'true'), plan ->> 'alive', most + 1,
        v_past, v_by.way, max_rows + 1
    ) into item_ids, keys, counted using bits, sees_all, ids;
    more := cardinality(item_ids) > max_rows;
    item_ids := item_ids[1:max_rows]; keys := keys[1:max_rows];
    if back then
        item_ids := array(select u.id from unnest(item_ids) with ordinality as u (id, n) order by u.n desc);
        keys := array(select u.id from unnest(keys) with ordinality as u (id, n) order by u.n desc);
    end if;
    return next;
end
$$;
alter function inventory.search_gather(jsonb, integer[], text, jsonb, boolean, integer, integer, varbit, boolean) owner to stockroom_reader;
comment on function inventory.search_gather(jsonb, integer[], text, jsonb, boolean, integer, integer, varbit, boolean) is
'A page, and how many there are, of all items that a plan of inventory.search_plan() finds (among ids where those are not null), put in order; counted is null where its indexes find more than `most`. Called by inventory.search_ids() only.';
