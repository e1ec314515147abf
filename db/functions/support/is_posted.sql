create or replace function inventory.is_posted(person text, idempotency_key uuid)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from inventory.documents as d
        where d.posted_by = is_posted.person and d.idempotency_key = is_posted.idempotency_key
    )
$$;
alter function inventory.is_posted(text, uuid) owner to stockroom_writer;
comment on function inventory.is_posted(text, uuid) is 'Whether a person has posted a document with this key, at places where they still post.';
