create or replace function inventory.answer_again(
    person text, idempotency_key uuid, request_hash bytea, kind text, lines jsonb, reference text, note text, occurred_at timestamptz, reverses uuid
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_document inventory.documents;
    v_other text;
    v_answer jsonb;
begin
    select d.* into v_document from inventory.documents as d
    where d.posted_by = answer_again.person and d.idempotency_key = answer_again.idempotency_key;
    if found then
        v_other := case
            when v_document.kind <> answer_again.kind
                then format('for %s %s', case when v_document.kind ~ '^[aeiou]' then 'an' else 'a' end, v_document.kind)
            when v_document.request_hash is distinct from answer_again.request_hash and not exists (
                select from (values (true), (false)) as w (as_text)
                where v_document.request_hash = inventory.document_hash(
                    answer_again.kind, inventory.rewritten_lines(answer_again.lines, w.as_text), answer_again.reverses
                )
            ) then 'with other lines'
            else inventory.other_words(v_document, answer_again.reference, answer_again.note, answer_again.occurred_at)
        end;
        perform inventory.refuse_used_key(v_document.document_id, v_other);
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
alter function inventory.answer_again(text, uuid, bytea, text, jsonb, text, text, timestamptz, uuid) owner to stockroom_writer;
comment on function inventory.answer_again(text, uuid, bytea, text, jsonb, text, text, timestamptz, uuid) is
'The first answer to a document that was posted before with the same key, and the same said of it; a number may be a text now. Raises IN002 where anything else is said, IN008 where its places are no longer the person''s.';
