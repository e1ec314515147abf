create or replace function inventory.reserved_names()
returns text[]
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- The words of the search, and the fields of an item as commands and files name them.
    select array(select k.key from inventory.search_keys() as k)
        || array['text', 'description', 'attribute', 'attributes', 'packs', 'tags', 'barcodes', 'version', 'item']
$$;
alter function inventory.reserved_names() owner to stockroom_owner;
grant execute on function inventory.reserved_names() to stockroom_keeper;
comment on function inventory.reserved_names() is 'Names that no attribute can have, since they mean something already.';
