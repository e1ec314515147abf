create or replace function inventory.near_word(said text)
returns text
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off -- one item is enough
as $$
-- A slip of the finger leaves one half of a word as it was: the words with that half are looked
-- at, and some others, which in a small company are all. Every signed-in person reads names.
declare
    v_said text := lower(left(said, 40));
    v_long integer := char_length(v_said);
    v_half integer := greatest(3, v_long / 2);
    v_one text := inventory.like_text(left(v_said, v_half));
    v_other text := inventory.like_text(right(v_said, greatest(3, v_long - v_half)));
    v_word text;
begin
    if auth.signed_in() is null then
        return null;
    end if;
    for v_word in
        select w.word
        from (
            select n.word
            from (
                select distinct h.word
                from (
                    (select w.word from inventory.item_words as w where w.word like '%' || v_one || '%' limit 5000)
                    union all
                    (select w.word from inventory.item_words as w where w.word like '%' || v_other || '%' limit 5000)
                    union all
                    (select w.word from inventory.item_words as w limit 500)
                ) as h
                where abs(char_length(h.word) - v_long) <= 2
            ) as n
            where public.similarity(n.word, v_said) > 0.1
            order by public.similarity(n.word, v_said) desc, n.word limit 40
        ) as w
        cross join lateral (select inventory.edit_distance(w.word, v_said) as away offset 0) as d
        where d.away <= greatest(1, v_long / 3)
        order by d.away, public.similarity(w.word, v_said) desc, w.word limit 3
    loop
        -- A word stays when the last item that is named so goes.
        if exists (
            select from inventory.item_words as w join inventory.items as i using (category_id)
            where w.word = v_word and i.retired_at is null and lower(i.name) like '%' || v_word || '%'
        ) then
            return v_word;
        end if;
    end loop;
    return null;
end
$$;
alter function inventory.near_word(text) owner to stockroom_reader;
grant execute on function inventory.near_word(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.near_word(text) is
'The word of items'' names that is nearest to one said, one letter in three at most being another; null where none is. Of each half of the word 5,000 words are looked at, and 500 others.';
