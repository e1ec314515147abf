create or replace function inventory.document_head(
    document_id uuid, kind text, reference text, note text, occurred_at timestamptz, posted_at timestamptz, posted_by text, reverses uuid
)
returns jsonb
language sql
stable parallel safe
return jsonb_build_object(
    'document', document_id, 'kind', kind, 'reference', coalesce(reference, ''), 'note', coalesce(note, ''), 'occurred_at', occurred_at,
    'posted_at', posted_at, 'posted_by', posted_by, 'reverses', reverses
);
alter function inventory.document_head(uuid, text, text, text, timestamptz, timestamptz, text, uuid) owner to stockroom_owner;
grant execute on function inventory.document_head(uuid, text, text, text, timestamptz, timestamptz, text, uuid) to
stockroom_writer, stockroom_viewer, stockroom_auditor;
comment on function inventory.document_head(uuid, text, text, text, timestamptz, timestamptz, text, uuid) is
'A document as the commands answer it, without its lines.';
