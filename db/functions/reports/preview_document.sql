create or replace function api.preview_document(kind text, lines jsonb)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if kind is null or kind not in ('receipt', 'issue', 'transfer', 'adjustment') then
        raise exception using errcode = 'IN014', message = format('"%s" is no kind of document that is posted by its lines.', left(kind, 60)),
            hint = 'One of receipt, issue, transfer and adjustment.';
    end if;
    perform inventory.check_document(
        person => auth.signed_in(), kind => kind, lines => lines, idempotency_key => gen_random_uuid(), reference => null,
        note => null, occurred_at => null, posted_at => clock_timestamp()
    );
    return inventory.preview_lines(kind, lines);
end
$$;
alter function api.preview_document(text, jsonb) owner to stockroom_writer;
grant execute on function api.preview_document(text, jsonb) to stockroom_staff;
comment on function api.preview_document(text, jsonb) is
'What posting a document would do, without posting it: nothing is written and nobody waits. kind: receipt, issue, transfer or adjustment; lines as its command takes them. Answers an object: {"kind": text, "lines": array, "problems": array, "alerts": array, "alert_count": number}. lines: each movement of a line that can be read, with the balance before and after in base units, and the lots there where it names none, at most 8; of a receipt without a lot in_lots says whether others of the item lie in lots at the caller''s places; problems: every line that cannot be posted, as IN001 says them; alerts: what would open, turn or resolve at the places the caller sees, at most 50, each with how many people would be told. Raises IN004, IN006, IN014, IN016.';
