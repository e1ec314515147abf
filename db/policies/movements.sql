-- The ledger: seen place by place, written by the commands alone. Nobody holds update,
-- delete or truncate, and nothing is granted on the partitions.
alter table inventory.movements enable row level security, force row level security;

grant select on inventory.movements to
stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_keeper, stockroom_reader, stockroom_backup;
grant select, insert on inventory.movements to stockroom_writer;

create policy select_granted on inventory.movements for select to stockroom_viewer, stockroom_reporting
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.movements for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.movements for select to stockroom_keeper, stockroom_reader
using (true);
create policy select_writer on inventory.movements for select to stockroom_writer
using (location_id <@ (select auth.postable_ranges()));
create policy insert_writer on inventory.movements for insert to stockroom_writer
with check (location_id <@ (select auth.postable_ranges()));
