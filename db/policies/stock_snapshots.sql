-- Stock of the past is seen place by place, as that of now; the worker's command makes it.
alter table inventory.stock_snapshots enable row level security, force row level security;

grant select on inventory.stock_snapshots to stockroom_viewer, stockroom_auditor, stockroom_reader, stockroom_backup;
grant select, insert, delete on inventory.stock_snapshots to stockroom_keeper;

create policy select_granted on inventory.stock_snapshots for select to stockroom_viewer
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.stock_snapshots for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.stock_snapshots for select to stockroom_reader
using (true);
create policy all_keeper on inventory.stock_snapshots for all to stockroom_keeper
using (true)
with check (true);
