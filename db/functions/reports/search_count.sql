create or replace function inventory.search_count(plan jsonb, bits varbit, sees_all boolean, among integer[])
returns table (counted integer, exact boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- as inventory.search_gather()
as $$
-- Of a search that finds too many to gather: to 1,001, or as many as are among the items looked at.
declare
    v_found text := case
        when among is not null and plan ->> 'driver' is null then 'from inventory.items as i where i.item_id = any ((select $3)::integer[]) and ' || (plan ->> 'alive')
        -- Each category's own index, which holds what is asked for.
        when (plan ->> 'near')::boolean
            then format('from unnest(%L::integer[]) as c (id) cross join lateral (select * from inventory.items as i where i.category_id = c.id and %s order by i.name, i.item_id) as i',
                array(select e.value from jsonb_array_elements_text(plan -> 'categories') as e (value)), plan ->> 'alive')
        else format('from inventory.items as i where %s and %s', coalesce(plan ->> 'driver', 'true'), plan ->> 'alive')
    end;
    -- In the order in which the rows lie, and their stock with them.
    v_order text := case when plan ->> 'driver' is null and not (plan ->> 'near')::boolean then 'order by i.item_id' else '' end;
    v_rest text := plan ->> case when (plan ->> 'near')::boolean then 'walk' else 'all' end;
    v_columns text := case when (plan ->> 'held')::boolean then 'i.item_id, i.name, lower(i.name) as said, i.sku, i.category_id, i.retired_at' else 'i.*' end;
    v_looks integer := (plan ->> 'looks')::integer;
begin
    execute format('select count(*) from (select from (select %s %s %s limit %s) as i where (%s) is true limit 1001) as n', v_columns, v_found, v_order, v_looks, v_rest)
    into counted using bits, sees_all, among;
    exact := true;
    if counted <= 1000 then
        execute format('select count(*) <= %2$s from (select %1$s limit %2$s + 1) as n', v_found, v_looks) into exact using bits, sees_all, among;
    end if;
    return next;
end
$$;
alter function inventory.search_count(jsonb, varbit, boolean, integer[]) owner to stockroom_reader;
comment on function inventory.search_count(jsonb, varbit, boolean, integer[]) is
'How many items a plan of inventory.search_plan() finds (among some, where they are given and no index does), to 1,001, and whether that is all of them. Called by inventory.search_ids() only.';
