create or replace function inventory.search_below(plan jsonb)
returns integer[]
language sql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
    select case plan ->> 'kind'
        when 'category' then inventory.with_categories_below(n.ids)
        when 'location' then array(
            select distinct t.location_id from inventory.location_tree as t
            where t.ancestor_id = any (n.ids) and ((select auth.in_group('auditor')) or get_bit((select auth.readable_bits()), t.location_id) = 1)
        )
    end
    from (select array(select e.value::integer from jsonb_array_elements_text(plan -> 'ids') as e (value)) as ids) as n
$$;
alter function inventory.search_below(jsonb) owner to stockroom_reader;
comment on function inventory.search_below(jsonb) is
'The categories or places that a plan names, with all below them; of places the caller''s own. null for other plans. Called by inventory.search_plan() and its like.';
