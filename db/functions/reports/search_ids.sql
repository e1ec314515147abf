create or replace function inventory.search_ids(terms jsonb, sort text, after jsonb, max_rows integer, before jsonb default null, count boolean default true)
returns table (item_ids integer[], more boolean, counted integer, keys text[], exact boolean, looked integer, stop jsonb)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- Past row policies, so that the indexes on names can be used (a policy forbids operators
-- that are not leakproof); it filters by the caller's rights itself.
declare
    v_all boolean := auth.in_group('auditor');
    v_bits varbit := auth.readable_bits();
    v_sees boolean := v_all or auth.in_group('viewer');
    v_cost boolean := auth.in_group('cost');
    v_sort text := inventory.search_order(terms, sort);
    v_summed boolean := max_rows > 0 and ltrim(v_sort, '-') in ('on_hand', 'available');
    v_place jsonb := coalesce(before, after);
    v_back boolean := before is not null;
    v_plan jsonb;
    v_ids integer[];
    v_among integer[];
    v_limits record;
    v_gather boolean;
    v_looks integer;
    v_walk boolean;
begin
    perform inventory.refuse_search('Stock is hidden from you, so that counts are blind.', 'Search by name, sku, category or is.',
        (t ->> 'position')::integer, (t ->> 'length')::integer, t ->> 'value')
    from jsonb_array_elements(terms) as t
    -- Anybody may hand in terms of their own: what is no kind of ours is refused, not guessed.
    where (t #>> '{plan,kind}' = any (array(select k.kind from inventory.search_keys() as k) || '{text,attribute}')) is not true
    or not v_sees and (t #>> '{plan,kind}' in ('text', 'name', 'sku', 'barcode', 'tag', 'unit', 'category', 'date', 'is', 'has', 'attribute', 'sort')) is not true
    or not v_sees and t #>> '{plan,kind}' = 'has' and t #> '{plan,any}' ?| array['stock', 'lot', 'threshold', 'alert', 'negative']
    or not v_cost and (t #>> '{plan,kind}' = 'cost' or t #>> '{plan,key}' in ('cost', 'value') and t #>> '{plan,kind}' <> 'attribute');
    item_ids := '{}'; more := false; counted := 0; keys := '{}'; exact := true;
    if not (v_sees or auth.in_group('counter')) then
        return next; return;
    end if;
    -- What an index finds is gathered and put in order, unless it is much: then a walk along the
    -- order soon meets a page of it. Where it does not, they lie together somewhere: more is
    -- gathered, and at last a long walk is taken, which may end early.
    select * into v_limits from inventory.search_limits();
    select p.plan, p.ids, p.among into v_plan, v_ids, v_among from inventory.search_plan(terms, v_bits, v_all, v_limits.few) as p;
    if v_plan -> 'categories' = '[]' then
        return next; return;
    end if;
    v_looks := (v_plan ->> 'looks')::integer;
    v_gather := v_summed or v_ids is not null;
    v_walk := max_rows > 0 and not v_gather;
    if v_walk and (v_plan ->> 'near')::boolean and v_sort !~ 'sku' then
        select p.item_ids, p.keys, p.more into item_ids, keys, more from inventory.search_near(v_plan, v_sort, v_place, v_back, max_rows) as p;
        v_walk := item_ids is null;
    end if;
    v_gather := v_gather or v_walk and v_plan ->> 'driver' is not null and inventory.search_guess(v_plan ->> 'driver') < v_looks / 4;
    if v_walk and not v_gather then
        select p.item_ids, p.keys, p.more, p.stop into item_ids, keys, more, stop
        from inventory.search_walk(v_plan || jsonb_build_object('looks', case when v_among is not null then v_limits.near_looks when (v_plan ->> 'more')::boolean then greatest(1, v_limits.far_looks * 3 / 5) else v_looks end), v_sort, v_place, v_back, max_rows, v_bits, v_all, v_among) as p;
        if stop is not null and (v_plan ->> 'more')::boolean then
            select p.plan, p.ids, p.among into v_plan, v_ids, v_among from inventory.search_plan(terms, v_bits, v_all, v_limits.many) as p;
            v_gather := v_ids is not null or v_plan ->> 'driver' is not null;
            v_looks := (v_plan ->> 'looks')::integer;
        end if;
    end if;
    if v_gather then
        select p.item_ids, p.keys, p.more, p.counted into item_ids, keys, more, counted
        from inventory.search_gather(v_plan, v_ids, v_sort, v_place, v_back, max_rows, case when v_summed then v_limits.summed else 2 * v_looks end, v_bits, v_all) as p;
        if counted is not null then
            exact := counted <= 1000; counted := least(counted, 1001); stop := null;
        end if;
        if counted is not null or v_summed then
            return next; return;
        end if;
    end if;
    if max_rows > 0 and (v_gather or stop is not null and (v_plan ->> 'more')::boolean) then
        select p.item_ids, p.keys, p.more, p.stop into item_ids, keys, more, stop
        from inventory.search_walk(v_plan, v_sort, v_place, v_back, max_rows, v_bits, v_all, v_among) as p;
    end if;
    if search_ids.count then
        select c.counted, c.exact into counted, exact from inventory.search_count(v_plan, v_bits, v_all, v_among) as c;
    else
        counted := 0; exact := not more and stop is null and v_place is null;
    end if;
    counted := greatest(counted, cardinality(item_ids) + more::integer); exact := exact and counted <= 1000;
    looked := case when stop is not null then v_looks end; more := more or stop is not null;
    return next;
end
$$;
alter function inventory.search_ids(jsonb, text, jsonb, integer, jsonb, boolean) owner to stockroom_reader;
grant execute on function inventory.search_ids(jsonb, text, jsonb, integer, jsonb, boolean) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.search_ids(jsonb, text, jsonb, integer, jsonb, boolean) is
'The items that match all terms of inventory.read_search(), in order, after a place (or the page before one), with their keys in the order and the count to 1,001 (exact: whether that is all). looked, stop: where the look ended early, after how many items and at which; go on from there. max_rows 0: the count alone; count false: counted is what the page shows of it, or its rows and more. counted is null, and there are no items, where too many match to put them in order by a sum. Only what the caller may see is looked at. Raises IN012 where somebody asks for what is hidden from them.';
