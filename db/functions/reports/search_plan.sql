create or replace function inventory.search_plan(terms jsonb, bits varbit, sees_all boolean, few integer)
returns table (plan jsonb, ids integer[])
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
    v_limits record;
    v_looks integer;
    v_categories integer[];
    v_more boolean := false;
    v_found integer[];
    v_kind text;
    v_negated boolean;
begin
    select * into v_limits from inventory.search_limits();
    v_looks := v_limits.near_looks;
    for v_term in select t.value from jsonb_array_elements(terms) as t (value) where t.value #>> '{plan,kind}' is distinct from 'sort' loop
        v_kind := v_term #>> '{plan,kind}';
        v_negated := coalesce((v_term ->> 'negated')::boolean, false);
        v_found := case when not v_negated then inventory.search_set(v_term -> 'plan', bits, sees_all, few) end;
        if v_found is not null then
            ids := case when ids is null then v_found else array(select unnest(ids) intersect select unnest(v_found)) end;
        elsif not v_negated and inventory.search_driver(v_term -> 'plan') then
            v_driver := v_driver || ' and ' || inventory.search_condition(v_term);
            if v_kind = 'category' and v_categories is null then
                v_categories := inventory.search_below(v_term -> 'plan');
            end if;
        else
            v_rest := v_rest || ' and ' || inventory.search_condition(v_term);
            -- Looked up for each item apart: five times as dear as what stands in its row.
            if v_kind not in ('text', 'name', 'sku', 'category', 'tag', 'unit', 'date', 'is', 'attribute') then
                v_looks := v_limits.far_looks;
                v_more := v_more or v_kind in ('location', 'lot', 'expires', 'status', 'has');
            end if;
        end if;
    end loop;
    v_driver := nullif(substr(v_driver, 6), '');
    plan := jsonb_build_object(
        'driver', v_driver, 'rest', coalesce(nullif(substr(v_rest, 6), ''), 'true'),
        'alive', case when terms @? '$[*].plan ? (@.kind == "is")' then 'true' else 'i.retired_at is null' end,
        'categories', v_categories, 'looks', v_looks,
        'guess', case when ids is null and v_driver is not null then inventory.search_guess(v_driver) end, 'more', v_more or v_driver is not null
    );
    return next;
end
$$;
alter function inventory.search_plan(jsonb, varbit, boolean, integer) owner to stockroom_reader;
comment on function inventory.search_plan(jsonb, varbit, boolean, integer) is
'How a search is run: driver (SQL that indexes of the items answer; null for none), rest and alive (SQL to hold against each), categories (that the driver asks for), guess (how many the driver finds), more (whether gathering more may help a walk that found too few), looks (how many items may be looked at in one go); and ids, the items that terms name where they are at most `few`. Called by inventory.search_ids() only.';
