create table inventory.item_words (
    word text not null,
    category_id integer not null,
    noted_by xid8 not null default pg_current_xact_id(),
    constraint item_words_pkey primary key (word, category_id, noted_by)
);
create index item_words_word_idx on inventory.item_words using gin (word public.gin_trgm_ops);
comment on table inventory.item_words is 'In which categories a word stands in the name of an item, or has stood: where a search looks for it. Derived from the items; rows are added, never changed.';
comment on column inventory.item_words.word is 'A run of letters and digits with a letter in it, in lower case; empty in the one row that says that all items are noted.';
comment on column inventory.item_words.category_id is 'The category; 0 in that row. No key: what is left of one that was removed names no item.';
comment on column inventory.item_words.noted_by is 'The transaction that noted it: part of the key, so that two which note one word at once do not wait for each other. The same word may so stand twice.';
