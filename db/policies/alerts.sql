-- Opened and resolved by the triggers; seen where the threshold's place is.
alter table inventory.alerts enable row level security, force row level security;

grant select on inventory.alerts to stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_reader, stockroom_backup;
grant select, insert, update on inventory.alerts to stockroom_keeper;

create policy select_granted on inventory.alerts for select to stockroom_viewer, stockroom_reporting
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.alerts for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.alerts for select to stockroom_reader
using (true);
create policy all_keeper on inventory.alerts for all to stockroom_keeper
using (true)
with check (true);
