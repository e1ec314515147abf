create or replace function inventory.nearest_word(said text, known text[])
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select k.word
    from (
        select w.word, inventory.edit_distance(lower(nearest_word.said), lower(w.word)) as away
        from unnest(nearest_word.known) as w (word)
        where abs(char_length(w.word) - char_length(nearest_word.said)) <= 3
        -- How far away costs 0.3 ms a word: first those that lack fewest of one another's letters.
        order by char_length(translate(lower(w.word), lower(nearest_word.said), '')) + char_length(translate(lower(nearest_word.said), lower(w.word), '')), w.word limit 40
    ) as k
    where k.away <= greatest(1, least(char_length(nearest_word.said), char_length(k.word)) / 3)
    order by k.away, k.word
    limit 1
$$;
alter function inventory.nearest_word(text, text[]) owner to stockroom_owner;
grant execute on function inventory.nearest_word(text, text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reader, stockroom_writer;
comment on function inventory.nearest_word(text, text[]) is
'Which of the words somebody may have meant; null where none is near. Of those of about its length the 40 whose letters are most alike are looked at.';
