create or replace function inventory.words_of(name text)
returns text[]
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select distinct w.word from regexp_split_to_table(lower(words_of.name), '[^[:alnum:]]+') as w (word)
        where w.word ~ '[[:alpha:]]' order by 1
    )
$$;
alter function inventory.words_of(text) owner to stockroom_owner;
grant execute on function inventory.words_of(text) to stockroom_keeper, stockroom_reader;
comment on function inventory.words_of(text) is
'The words of a name: runs of letters and digits with a letter in them, in lower case, each once.';
