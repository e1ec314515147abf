create table inventory.documents (
    document_id uuid not null,
    kind text not null,
    reference text not null default '',
    note text not null default '',
    occurred_at timestamptz not null,
    posted_at timestamptz not null,
    posted_by text not null,
    idempotency_key uuid not null,
    request_hash bytea not null,
    reverses_document_id uuid,
    line_count integer not null,
    places int4multirange not null,
    posted_xid xid8 not null default pg_current_xact_id(),
    constraint documents_pkey primary key (document_id),
    constraint documents_posted_by_idempotency_key_key unique (posted_by, idempotency_key),
    constraint documents_reverses_document_id_key unique (reverses_document_id),
    constraint documents_reverses_document_id_fkey foreign key (reverses_document_id) references inventory.documents (document_id),
    constraint documents_kind_is_known check (kind in ('receipt', 'issue', 'transfer', 'adjustment', 'stocktake', 'reversal')),
    constraint documents_only_reversals_reverse check ((kind = 'reversal') = (reverses_document_id is not null)),
    constraint documents_reference_has_length check (char_length(reference) <= 200),
    constraint documents_note_has_length check (char_length(note) <= 2000),
    constraint documents_occurred_at_not_after_posted_at check (occurred_at <= posted_at),
    constraint documents_line_count_is_positive check (line_count > 0)
);
create index documents_posted_at_idx on inventory.documents (posted_at desc, document_id desc);
create index documents_posted_xid_idx on inventory.documents (posted_xid);
comment on table inventory.documents is 'What groups movements that were posted together. Append-only.';
comment on column inventory.documents.document_id is 'UUIDv7, shown to people.';
comment on column inventory.documents.kind is 'receipt, issue, transfer, adjustment, stocktake or reversal.';
comment on column inventory.documents.reference is 'The outside world''s number: order, delivery slip, invoice.';
comment on column inventory.documents.note is 'Free text, at most 2,000 characters.';
comment on column inventory.documents.occurred_at is 'When it happened; never later than posted_at.';
comment on column inventory.documents.posted_at is 'When it was recorded.';
comment on column inventory.documents.posted_by is 'The person who posted it.';
comment on column inventory.documents.idempotency_key is 'Chosen by the client, unique per person: a retry with it posts nothing twice.';
comment on column inventory.documents.request_hash is 'SHA-256 of kind and lines, to tell a retry from a reused key.';
comment on column inventory.documents.reverses_document_id is 'The document this one reverses. A document can be reversed once.';
comment on column inventory.documents.line_count is 'Movements in the document.';
comment on column inventory.documents.places is 'Ids of the locations it moved stock at: what its row policy is judged on.';
comment on column inventory.documents.posted_xid is 'Transaction that posted it: the cursor of live updates. Means nothing after a restore.';
