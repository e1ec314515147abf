create or replace function inventory.check_document(
    person text, kind text, lines jsonb, idempotency_key uuid, reference text, note text, occurred_at timestamptz, posted_at timestamptz
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.need_read_committed();
    if person is null then
        raise exception using errcode = 'IN006', message = 'Only a signed-in person posts.',
            hint = 'Sign in as a person; a DBA: stockroom psql --as PERSON.';
    elsif idempotency_key is null then
        raise exception using errcode = 'IN005', message = 'The idempotency key is missing.',
            hint = 'Make one with gen_random_uuid() before the first try, and keep it for every retry.';
    elsif lines is null or jsonb_typeof(lines) <> 'array' or lines = '[]'::jsonb then
        raise exception using errcode = 'IN004', message = 'A document needs at least one line.',
            hint = 'lines is a JSON array of objects.';
    elsif jsonb_array_length(lines) > 20000 and kind <> 'reversal' then
        raise exception using errcode = 'IN004', message = 'A document has at most 20,000 lines.',
            detail = jsonb_build_object('lines', jsonb_array_length(lines))::text,
            hint = 'Post several documents, each with its own key.';
    elsif char_length(reference) > 200 or char_length(note) > 2000 then
        raise exception using errcode = 'IN017',
            message = case when char_length(reference) > 200 then 'A reference has at most 200 characters.' else 'A note has at most 2,000 characters.' end,
            detail = jsonb_build_object('field', case when char_length(reference) > 200 then 'reference' else 'note' end)::text,
            hint = 'Shorten it.';
    elsif occurred_at > posted_at then
        raise exception using errcode = 'IN003', message = 'It cannot have happened in the future.',
            detail = jsonb_build_object('occurred_at', occurred_at, 'now', posted_at)::text,
            hint = 'Leave the time empty for now.';
    elsif occurred_at < '1900-01-01' then
        raise exception using errcode = 'IN003', message = 'It cannot have happened before 1900.', hint = 'Check the date.';
    end if;
end
$$;
alter function inventory.check_document(text, text, jsonb, uuid, text, text, timestamptz, timestamptz) owner to stockroom_writer;
comment on function inventory.check_document(text, text, jsonb, uuid, text, text, timestamptz, timestamptz) is
'Refuses a document that is wrong as a whole. Raises IN003, IN004, IN005, IN006, IN016, IN017.';
