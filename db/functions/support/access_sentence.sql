create or replace function auth.access_sentence(name text, phrase text, account jsonb, reasons text[], missing jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when account ->> 'state' is not null then format('%s may not %s: %s', access_sentence.name, phrase, account ->> 'sentence')
        when missing = '[]' then format('%s may %s%s.%s', access_sentence.name, phrase,
            coalesce(': ' || nullif(array_to_string(reasons, ', '), ''), ''), coalesce(' ' || (account ->> 'note'), ''))
        else format('%s may not %s: %s.%s', access_sentence.name, phrase, array_to_string(reasons, '; '), coalesce((
            select format(' %s can grant it.', case when count(*) = 1 then min(g.name) else
                array_to_string((array_agg(g.name order by g.n))[1:count(*)::integer - 1], ', ') || ' and ' || (array_agg(g.name order by g.n))[count(*)] end)
            -- Who can give all that is missing.
            from (
                select w.value ->> 'name' as name, min(w.ordinality) as n
                from jsonb_array_elements(missing) as m, jsonb_array_elements(m.value -> 'who_can_grant') with ordinality as w
                group by w.value ->> 'name', w.value ->> 'person'
                having count(*) = jsonb_array_length(missing)
            ) as g
            having count(*) > 0
        ), ''))
    end
$$;
alter function auth.access_sentence(text, text, jsonb, text[], jsonb) owner to stockroom_reader;
comment on function auth.access_sentence(text, text, jsonb, text[], jsonb) is 'An explanation of rights in words.';
