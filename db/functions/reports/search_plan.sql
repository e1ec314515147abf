create or replace function inventory.search_plan(terms jsonb, bits varbit, sees_all boolean, few integer)
returns table (plan jsonb, ids integer[], among integer[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Conditions that an index finds the items by, those that can only be held against an item looked
-- at, and the items themselves where a term names few of them.
declare
    v_term jsonb;
    v_driver text := '';
    v_rest text := '';
    v_all text := '';
    v_walk text := 'true';
    v_condition text;
    v_in_row boolean;
    v_held boolean := true;
    v_index boolean := false;
    v_limits record;
    v_looks integer;
    v_categories integer[];
    v_narrow record;
    v_places integer[];
    v_there text := '';
    v_near boolean := true;
    v_more boolean := false;
    v_found record;
    v_whole boolean;
    v_kind text;
    v_negated boolean;
begin
    select * into v_limits from inventory.search_limits();
    v_looks := v_limits.near_looks;
    for v_term in select t.value from jsonb_array_elements(terms) as t (value) where t.value #>> '{plan,kind}' is distinct from 'sort'
        order by coalesce(t.value #>> '{plan,kind}' in ('location', 'expires'), false) loop -- they are asked for items where no other names some
        v_kind := v_term #>> '{plan,kind}';
        v_negated := coalesce((v_term ->> 'negated')::boolean, false);
        v_whole := false;
        if not v_negated then
            v_found := inventory.search_named(v_term -> 'plan', bits, sees_all, few, ids is null);
            ids := inventory.search_common(ids, v_found.ids);
            among := coalesce(v_found.among, among);
            v_whole := v_found.whole;
        end if;
        v_in_row := v_kind in ('tag', 'unit', 'date', 'attribute') or v_kind = 'has' and v_term #> '{plan,any}' ?| array['tag', 'description'];
        v_near := v_near and v_kind in ('text', 'name', 'sku', 'category', 'is');
        if not v_negated and v_kind in ('text', 'name', 'sku', 'category', 'attribute') then
            v_narrow := inventory.search_narrow(v_term -> 'plan');
            v_categories := inventory.search_common(v_categories, v_narrow.categories);
            v_term := case when v_narrow.named then jsonb_set(v_term, '{plan,kind}', '"name"') else v_term end;
        end if;
        v_condition := inventory.search_condition(v_term);
        v_index := v_index or not v_in_row and not v_negated;
        v_walk := v_walk || ' and ' || case when v_in_row then format('(select %s from inventory.items as i where i.item_id = walked)', v_condition)
            when v_kind in ('text', 'name') then inventory.search_condition(v_term, 'i.said') else v_condition end;
        if v_whole then
            v_all := v_all || ' and ' || v_condition;
        elsif not v_negated and inventory.search_driver(v_term -> 'plan') then
            v_driver := v_driver || ' and ' || v_condition;
        else
            v_all := v_all || ' and ' || v_condition;
            if v_kind = 'location' and not v_negated and v_places is null then
                v_places := inventory.search_below(v_term -> 'plan');
                v_there := ' and ' || v_condition;
            else
                v_rest := v_rest || ' and ' || v_condition;
            end if;
            v_held := v_held and not v_in_row;
            -- Looked up for each item apart: five times as dear as what stands in its row.
            if v_kind not in ('text', 'name', 'sku', 'category', 'tag', 'unit', 'date', 'is', 'attribute') then
                v_looks := v_limits.far_looks;
                v_more := v_more or v_kind in ('location', 'lot', 'expires', 'status', 'has');
            end if;
        end if;
    end loop;
    v_rest := v_rest || case when ids is null then v_there else '' end;
    v_driver := nullif(substr(v_driver, 6), '');
    plan := jsonb_build_object(
        'driver', v_driver, 'rest', coalesce(nullif(substr(v_rest, 6), ''), 'true'), 'all', coalesce(nullif(substr(v_all, 6), ''), 'true'),
        -- Where all that tells items apart is in their rows, those are read as they come.
        'walk', case when v_index or v_walk = 'true' then v_walk end, 'held', v_held, 'alive', case when terms @? '$[*].plan ? (@.kind == "is")' then 'true' else 'i.retired_at is null' end,
        'categories', v_categories, 'places', case when ids is not null then v_places end, 'near', v_near and cardinality(v_categories) between 1 and 40, 'looks', v_looks,
        'more', v_more or v_driver is not null
    );
    return next;
end
$$;
alter function inventory.search_plan(jsonb, varbit, boolean, integer) owner to stockroom_reader;
comment on function inventory.search_plan(jsonb, varbit, boolean, integer) is
'How a search is run: driver (SQL that indexes of the items answer; null for none), rest and alive (SQL to hold against each item of ids, or that the driver finds), all (the same where ids are not looked among: what ids stand for too), walk (all of the terms, against what the indexes of orders hold; null: against rows), held (whether those hold what rest asks for), categories (in which all lie that it finds; null for any), near (whether they are few, and what their indexes hold is enough), more (whether gathering more may help a walk that found too few), looks (how many items may be looked at in one go); and ids, the items that terms name where they are at most `few`, or among, such that hold them where they are ten times as many. Called by inventory.search_ids() only.';
