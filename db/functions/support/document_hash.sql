create or replace function inventory.document_hash(kind text, lines jsonb, reverses uuid)
returns bytea
language sql
immutable parallel safe
return sha256(convert_to(kind || lines || coalesce(reverses::text, ''), 'UTF8'));
alter function inventory.document_hash(text, jsonb, uuid) owner to stockroom_writer;
comment on function inventory.document_hash(text, jsonb, uuid) is 'What the lines of a document are known again by (documents.request_hash).';
