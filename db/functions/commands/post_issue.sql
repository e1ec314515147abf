create or replace function api.post_issue(
    lines jsonb, idempotency_key uuid, reference text default null, note text default null,
    occurred_at timestamptz default null
)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return inventory.post_document(
        kind => 'issue', lines => lines, idempotency_key => idempotency_key, reference => reference, note => note,
        occurred_at => occurred_at
    );
end
$$;
alter function api.post_issue(jsonb, uuid, text, text, timestamptz) owner to stockroom_writer;
grant execute on function api.post_issue(jsonb, uuid, text, text, timestamptz) to stockroom_staff;
comment on function api.post_issue(jsonb, uuid, text, text, timestamptz) is
'Issues stock. lines is a JSON array of {"item": SKU or barcode, "location": code, "quantity": number > 0, "lot"?: code, "unit"?: code, "note"?: text}. idempotency_key is chosen by the client: a retry with it and the same lines answers the first result again. occurred_at: when it happened, now where left out. Answers the document with its lines and new balances: {"document": UUID, "kind": text, "reference": text, "note": text, "occurred_at", "posted_at", "posted_by", "reverses", "lines": array with their new balances}. Raises IN001 (DETAIL: every bad line), IN002, IN003, IN004, IN005, IN006, IN008, IN016, IN017. Enqueues send_mail where a threshold is crossed.';
