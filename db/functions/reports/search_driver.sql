create or replace function inventory.search_driver(plan jsonb)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    -- Three letters or digits in a row are what the index on names can be asked for; the index on
    -- attributes knows equal values only, so neither parts of a text nor ranges.
    select case
        when plan ->> 'kind' in ('text', 'name') then not exists (
            select from jsonb_array_elements_text(plan -> 'any') as a (said) where a.said !~ '[[:alnum:]]{3}'
        )
        when plan ->> 'kind' = 'attribute' then not exists (
            select from jsonb_array_elements(plan -> 'declared') as d (one)
            where (d.one ->> 'type' in ('choice', 'boolean') or d.one ->> 'type' = 'number' and d.one ->> 'low' = d.one ->> 'high') is not true
        )
        else plan ->> 'kind' in ('sku', 'category', 'tag', 'unit', 'date')
    end is true
$$;
alter function inventory.search_driver(jsonb) owner to stockroom_reader;
comment on function inventory.search_driver(jsonb) is
'Whether an index of the items finds what a term asks for. Called by inventory.search_plan() only.';
