create or replace function inventory.search_meant(said text)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- Other words for a qualifier first (columns of the lists are named with some), then spelling.
    select coalesce(
        (
            select k.key from inventory.search_names() as k
            join (values
                ('changed', 'updated'), ('modified', 'updated'), ('edited', 'updated'), ('added', 'created'), ('place', 'location'), ('stock', 'on_hand'),
                ('quantity', 'on_hand'), ('batch', 'lot'), ('expiry', 'expires'), ('price', 'cost')
            ) as w (word, key) using (key)
            where w.word = search_meant.said and k.kind <> 'attribute'
        ),
        inventory.nearest_word(search_meant.said, array(select s.key from inventory.search_names() as s))
    )
$$;
alter function inventory.search_meant(text) owner to stockroom_owner;
grant execute on function inventory.search_meant(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_meant(text) is
'Which qualifier, of those that the caller can use, somebody may have meant by a word that is none; null where none is near.';
