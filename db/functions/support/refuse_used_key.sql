create or replace function inventory.refuse_used_key(document_id uuid, other text)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if other is not null then
        raise exception using errcode = 'IN002', message = format('This key was used before, %s.', other),
            detail = jsonb_build_object('document', document_id)::text,
            hint = 'A new document needs a new key.';
    end if;
end
$$;
alter function inventory.refuse_used_key(uuid, text) owner to stockroom_writer;
comment on function inventory.refuse_used_key(uuid, text) is
'Refuses a key that a document has of which something else is said now; nothing where that is null. Raises IN002.';
