create or replace view api.documents with (security_invoker = true) as
select
    d.document_id as document, d.kind, d.reference, d.note, d.occurred_at, d.posted_at, d.posted_by, (
        select count(*)::integer from inventory.movements as m where m.document_id = d.document_id and m.posted_at = d.posted_at
    ) as line_count,
    d.reverses_document_id as reverses, r.document_id as reversed_by
from inventory.documents as d
left join inventory.documents as r on r.reverses_document_id = d.document_id;
alter view api.documents owner to stockroom_owner;
grant select on api.documents to stockroom_viewer, stockroom_auditor, stockroom_reporting;
comment on view api.documents is
'Documents that moved stock at a place the reader may see.';
comment on column api.documents.line_count is 'Movements of it that the reader may see.';
comment on column api.documents.document is 'Key of the document.';
comment on column api.documents.kind is 'receipt, issue, transfer, adjustment, stocktake or reversal.';
comment on column api.documents.reference is 'The outside world''s number: order, delivery slip, invoice.';
comment on column api.documents.note is 'Free text, at most 2,000 characters.';
comment on column api.documents.occurred_at is 'When it happened.';
comment on column api.documents.posted_at is 'When it was recorded.';
comment on column api.documents.posted_by is 'The person who posted it.';
comment on column api.documents.reverses is 'The document it takes back; null for none.';
comment on column api.documents.reversed_by is 'The document that took it back; null for none.';
