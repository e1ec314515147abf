create or replace function inventory.answer_again(person text, idempotency_key uuid, request_hash bytea)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_document record;
    v_answer jsonb;
begin
    select d.document_id, d.posted_at, d.request_hash into v_document from inventory.documents as d
    where d.posted_by = answer_again.person and d.idempotency_key = answer_again.idempotency_key;
    if found and v_document.request_hash is distinct from answer_again.request_hash then
        raise exception using errcode = 'IN002', message = 'This key was used before, with other lines.',
            detail = jsonb_build_object('document', v_document.document_id)::text,
            hint = 'A new document needs a new key.';
    elsif found then
        v_answer := inventory.document_answer(v_document.document_id, v_document.posted_at);
    end if;
    if v_answer is null then
        -- It is there, by its key, and not to be seen: row policies hide places that were taken away.
        raise exception using errcode = 'IN008', message = 'This key was used before, for a document at places you no longer post at.',
            hint = 'A new document needs a new key.';
    end if;
    return v_answer;
end
$$;
alter function inventory.answer_again(text, uuid, bytea) owner to stockroom_writer;
comment on function inventory.answer_again(text, uuid, bytea) is
'The first answer to a document that was posted before with the same key and lines. Raises IN002 for other lines, IN008 where its places are no longer the person''s.';
