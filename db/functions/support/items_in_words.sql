create or replace function inventory.items_in_words(items bigint)
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when items_in_words.items > 1000 then 'more than 1,000 items' when items_in_words.items = 1 then 'one item' else items_in_words.items || ' items' end
$$;
alter function inventory.items_in_words(bigint) owner to stockroom_owner;
grant execute on function inventory.items_in_words(bigint) to stockroom_keeper;
comment on function inventory.items_in_words(bigint) is 'How many items, counted to 1,001, as a sentence has it.';
