-- Instants only: what there was at them is seen place by place.
alter table inventory.snapshots enable row level security, force row level security;

grant select on inventory.snapshots to stockroom_viewer, stockroom_auditor, stockroom_backup;
grant select on inventory.snapshots to stockroom_reader;
grant select, insert, update, delete on inventory.snapshots to stockroom_keeper;

create policy select_signed_in on inventory.snapshots for select to stockroom_viewer, stockroom_auditor
using ((select auth.sees_stock()));
create policy select_functions on inventory.snapshots for select to stockroom_reader
using (true);
create policy all_keeper on inventory.snapshots for all to stockroom_keeper
using (true)
with check (true);
