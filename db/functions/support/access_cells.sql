create or replace function auth.access_cells(person text, columns jsonb, row_asked jsonb)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(jsonb_build_object(
        'allowed', s.failed is null and a.account ->> 'state' is null,
        'why', case
            when a.account ->> 'state' is not null then a.account ->> 'sentence'
            when s.failed is null then 'Allowed.'
            when s.failed = 'policy' then 'No place that reaches it.'
            else format('Needs %s.', coalesce(nullif(array_to_string(array(select jsonb_array_elements_text(c.value -> 'holders')), ' or '), ''), 'a right that no group has'))
        end
    ) order by c.ordinality)
    -- Once for all cells.
    from (select auth.account_of(access_cells.person) as account offset 0) as a
    cross join jsonb_array_elements(columns) with ordinality as c
    cross join lateral (
        select (array_agg(t.kind) filter (where not coalesce(t.passes, false)))[1] as failed
        from auth.access_steps(
            access_cells.person, c.value,
            case when c.value ->> 'takes' = 'location' then (c.value -> 'example') || row_asked
                when c.value ->> 'takes' = '' then c.value -> 'example' end,
            all_steps => false
        ) as t
    ) as s
$$;
alter function auth.access_cells(text, jsonb, jsonb) owner to stockroom_reader;
comment on function auth.access_cells(text, jsonb, jsonb) is
'A person''s line of the matrix of rights: for each column whether it is allowed, and why, in a few words.';
