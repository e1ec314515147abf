create or replace function inventory.note_words()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- Each transaction notes for itself what it does not see noted: nobody waits for another's import.
begin
    if tg_op = 'INSERT' then
        insert into inventory.item_words (word, category_id)
        select distinct w.word, m.category_id from made as m cross join lateral unnest(inventory.words_of(m.name)) as w (word)
        where not exists (select from inventory.item_words as k where k.word = w.word and k.category_id = m.category_id)
        on conflict do nothing;
    else
        insert into inventory.item_words (word, category_id)
        select w.word, new.category_id from unnest(inventory.words_of(new.name)) as w (word)
        where not exists (select from inventory.item_words as k where k.word = w.word and k.category_id = new.category_id)
        on conflict do nothing;
    end if;
    return null;
end
$$;
alter function inventory.note_words() owner to stockroom_keeper;
comment on function inventory.note_words() is
'Notes the words of new names, and of names that changed or went to another category, for searches.';
create or replace trigger items_words after insert on inventory.items
referencing new table as made
for each statement execute function inventory.note_words();
create or replace trigger items_renamed after update of name, category_id on inventory.items
for each row when (old.name <> new.name or old.category_id <> new.category_id)
execute function inventory.note_words();
