-- A document is seen by whoever may see one of the places it moved stock at, and
-- written by the commands alone, within the person's own places.
alter table inventory.documents enable row level security, force row level security;

-- Without request_hash: whoever knows a receipt's lines could try costs until the hash fits.
-- Without idempotency_key: it is its client's own. Without line_count and places, which tell of
-- the parts one does not see; the policies ask for places all the same.
grant select (document_id, kind, reference, note, occurred_at, posted_at, posted_by, reverses_document_id, posted_xid)
on inventory.documents to stockroom_viewer, stockroom_reporting;
grant select on inventory.documents to stockroom_auditor, stockroom_keeper, stockroom_reader, stockroom_backup;
grant select, insert on inventory.documents to stockroom_writer;

create policy select_granted on inventory.documents for select to stockroom_viewer, stockroom_reporting
using (places && (select auth.readable_ranges()));
create policy select_auditors on inventory.documents for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.documents for select to stockroom_keeper, stockroom_reader
using (true);
create policy select_writer on inventory.documents for select to stockroom_writer
using (places <@ (select auth.postable_ranges()));
create policy insert_writer on inventory.documents for insert to stockroom_writer
with check (posted_by = (select auth.signed_in()) and places <@ (select auth.postable_ranges()));
