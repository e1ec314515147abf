create or replace function inventory.search_between(expression text, plan jsonb)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- Equal to one number is asked once: the expression may be a sum that is looked up.
    select case when plan ->> 'low' = plan ->> 'high' and not coalesce((plan ->> 'above')::boolean or (plan ->> 'below')::boolean, false)
        then format('%s = %L::numeric', expression, plan ->> 'low')
        else coalesce(nullif(concat_ws(
            ' and ',
            case when plan ->> 'low' is not null then format('%s %s %L::numeric', expression, case when (plan ->> 'above')::boolean then '>' else '>=' end, plan ->> 'low') end,
            case when plan ->> 'high' is not null then format('%s %s %L::numeric', expression, case when (plan ->> 'below')::boolean then '<' else '<=' end, plan ->> 'high') end
        ), ''), 'false') end
$$;
alter function inventory.search_between(text, jsonb) owner to stockroom_reader;
comment on function inventory.search_between(text, jsonb) is
'SQL of a comparison of an expression, which is our own text, with the ends of a plan. Called by inventory.search_condition() and its like.';
