-- Kept by the triggers; read like thresholds.
alter table inventory.threshold_balances enable row level security, force row level security;

grant select on inventory.threshold_balances to stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_reader, stockroom_backup;
grant select, insert, update, delete on inventory.threshold_balances to stockroom_keeper;

create policy select_granted on inventory.threshold_balances for select to stockroom_viewer, stockroom_reporting
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.threshold_balances for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.threshold_balances for select to stockroom_reader
using (true);
create policy all_keeper on inventory.threshold_balances for all to stockroom_keeper
using (true)
with check (true);
