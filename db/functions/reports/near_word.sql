create or replace function inventory.near_word(said text)
returns text
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- the index on names, however many it is guessed to find
as $$
-- A slip of the finger leaves one half of a word as it was: of the names with that half some are
-- read, past row policies so that their index can be used (every signed-in person reads names);
-- and those changed last, which in a small company are all.
declare
    v_said text := lower(left(said, 40));
    v_long integer := char_length(v_said);
    v_half integer := greatest(3, v_long / 2);
    v_near text;
begin
    if auth.signed_in() is null then
        return null;
    end if;
    select w.word into v_near
    from (
        select distinct e.word
        from (
            select n.name
            from unnest(array[left(v_said, v_half), right(v_said, greatest(3, v_long - v_half))]) as h (half)
            cross join lateral (
                select i.name from inventory.items as i
                where i.name ilike '%' || inventory.like_text(h.half) || '%' and i.retired_at is null limit 500
            ) as n
            union all
            (select i.name from inventory.items as i where i.retired_at is null order by i.updated_at desc, i.item_id desc limit 500)
        ) as n
        cross join lateral regexp_split_to_table(lower(n.name), '[^[:alnum:]]+') as e (word)
        where abs(char_length(e.word) - v_long) <= 2
        order by 1 limit 2000
    ) as w
    cross join lateral (select inventory.edit_distance(w.word, v_said) as away offset 0) as d
    where public.similarity(w.word, v_said) > 0.1 and d.away <= greatest(1, v_long / 3)
    order by d.away, public.similarity(w.word, v_said) desc, w.word
    limit 1;
    return v_near;
end
$$;
alter function inventory.near_word(text) owner to stockroom_reader;
grant execute on function inventory.near_word(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.near_word(text) is
'The word of items'' names that is nearest to one said, one letter in three at most being another; null where none is. Of each half of the word 500 names are looked at, and the 500 changed last.';
