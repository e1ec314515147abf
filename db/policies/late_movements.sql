-- Seen place by place, as the movements they are copies of; the worker's command files them.
alter table inventory.late_movements enable row level security, force row level security;

grant select on inventory.late_movements to stockroom_viewer, stockroom_auditor, stockroom_reader, stockroom_backup;
grant select, insert, delete on inventory.late_movements to stockroom_keeper;

create policy select_granted on inventory.late_movements for select to stockroom_viewer
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.late_movements for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.late_movements for select to stockroom_reader
using (true);
create policy all_keeper on inventory.late_movements for all to stockroom_keeper
using (true)
with check (true);
