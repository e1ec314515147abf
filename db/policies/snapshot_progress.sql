-- Whoever reads stock of the past must know from which movement on to look for themselves.
alter table inventory.snapshot_progress enable row level security, force row level security;

grant select (filed_to) on inventory.snapshot_progress to stockroom_viewer, stockroom_auditor, stockroom_reader;
grant select (valued_to) on inventory.snapshot_progress to stockroom_reader;
grant select on inventory.snapshot_progress to stockroom_backup;
grant select, insert, update on inventory.snapshot_progress to stockroom_keeper;

create policy select_signed_in on inventory.snapshot_progress for select to stockroom_viewer, stockroom_auditor
using ((select auth.sees_stock()));
create policy select_functions on inventory.snapshot_progress for select to stockroom_reader
using (true);
create policy all_keeper on inventory.snapshot_progress for all to stockroom_keeper
using (true)
with check (true);
