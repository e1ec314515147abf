create or replace function inventory.other_words(document inventory.documents, reference text, note text, occurred_at timestamptz)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when coalesce(other_words.reference, '') <> document.reference then 'with another reference'
        when coalesce(other_words.note, '') <> document.note then 'with another note'
        -- What was posted without a time happened when it was recorded.
        when coalesce(other_words.occurred_at, document.posted_at) <> document.occurred_at then 'with another time (occurred_at)'
    end
$$;
alter function inventory.other_words(inventory.documents, text, text, timestamptz) owner to stockroom_writer;
comment on function inventory.other_words(inventory.documents, text, text, timestamptz) is
'What is said of a document otherwise than when it was posted, for inventory.refuse_used_key; null where nothing is.';
