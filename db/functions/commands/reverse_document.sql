create or replace function api.reverse_document(
    document uuid, idempotency_key uuid, note text default null, occurred_at timestamptz default null
)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_original inventory.documents;
    v_reversal inventory.documents;
    v_lines jsonb;
    v_answer jsonb;
begin
    perform inventory.need_read_committed();
    -- Two reversals at once: the second waits here, then sees the first.
    perform pg_advisory_xact_lock(hashtextextended('stockroom reverse ' || reverse_document.document, 0));
    select d.* into v_original from inventory.documents as d where d.document_id = reverse_document.document;
    v_lines := inventory.reversal_lines(v_original.document_id, v_original.posted_at);
    -- All of them, or none: some may be at places that were taken away since the document was read.
    if coalesce(jsonb_array_length(v_lines), 0) is distinct from v_original.line_count then
        raise exception using errcode = 'IN008', message = 'No such document at the places where you post.',
            hint = 'Check the document; all its places must be among yours.';
    elsif v_original.kind = 'reversal' then
        raise exception using errcode = 'IN009', message = 'A reversal cannot be reversed.', hint = 'Post the movements again.';
    elsif reverse_document.occurred_at < v_original.occurred_at then
        raise exception using errcode = 'IN003', message = 'A reversal cannot happen before its original.',
            detail = jsonb_build_object('occurred_at', reverse_document.occurred_at, 'original', v_original.occurred_at)::text,
            hint = 'Leave the time empty for now.';
    end if;
    select d.* into v_reversal from inventory.documents as d where d.reverses_document_id = v_original.document_id;
    if found and (v_reversal.posted_by, v_reversal.idempotency_key) = (auth.signed_in(), reverse_document.idempotency_key) then
        perform inventory.refuse_used_key(
            v_reversal.document_id, inventory.other_words(v_reversal, v_original.reference, reverse_document.note, reverse_document.occurred_at)
        );
        return inventory.document_answer(v_reversal.document_id, v_reversal.posted_at);
    elsif found then
        raise exception using errcode = 'IN007', message = 'This document was reversed before.',
            detail = jsonb_build_object('reversal', v_reversal.document_id, 'by', v_reversal.posted_by)::text,
            hint = 'See the reversal.';
    end if;
    v_answer := inventory.post_document(
        kind => 'reversal', lines => v_lines, idempotency_key => idempotency_key, reference => v_original.reference,
        note => note, occurred_at => occurred_at, reverses => v_original.document_id
    );
    if v_original.kind = 'receipt' then
        perform inventory.recall_costs(v_original.document_id, v_original.posted_at);
    end if;
    return v_answer;
end
$$;
alter function api.reverse_document(uuid, uuid, text, timestamptz) owner to stockroom_writer;
grant execute on function api.reverse_document(uuid, uuid, text, timestamptz) to stockroom_staff;
comment on function api.reverse_document(uuid, uuid, text, timestamptz) is
'Mends a document by one of opposite movements that points at it; a document is reversed once. idempotency_key is chosen by the client, as in api.post_issue. Answers the reversal with its lines and new balances, as one JSON object. Raises IN001, IN002, IN003, IN005, IN006, IN007, IN008, IN009, IN016, IN017. Enqueues send_mail where a threshold is crossed.';
