create or replace function inventory.near_words(terms jsonb)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- Word by word of each free text; null unless one is spelled otherwise and none is left out.
    with words as (
        select t.value ->> 'position' as term, w.position, w.word, case when w.word ~ '[[:alnum:]]{4}' then inventory.near_word(w.word) end as near
        from jsonb_array_elements(terms) as t (value)
        cross join lateral regexp_split_to_table(btrim(t.value ->> 'value'), '\s+') with ordinality as w (word, position)
        where t.value ->> 'key' = 'text' and not (t.value ->> 'negated')::boolean
        limit 10
    )
    select jsonb_object_agg(n.term, n.text)
    from (
        select w.term, string_agg(coalesce(w.near, w.word), ' ' order by w.position) as text
        from words as w group by w.term having bool_or(w.near <> lower(w.word))
    ) as n
$$;
alter function inventory.near_words(jsonb) owner to stockroom_owner;
grant execute on function inventory.near_words(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.near_words(jsonb) is
'What the free texts of a search may have meant, by the position of each, in words that items are named with; null where nothing is near.';
