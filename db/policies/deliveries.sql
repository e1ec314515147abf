-- Who was told is seen with the alert (its own policy decides), but no addresses: those a
-- mail server names in last_error are for auditors.
alter table inventory.deliveries enable row level security, force row level security;

grant select (delivery_id, alert_id, person, channel, state, attempts, created_at, attempted_at, sent_at) on inventory.deliveries to stockroom_viewer;
grant select on inventory.deliveries to stockroom_auditor, stockroom_reader, stockroom_backup;
grant select, insert, update on inventory.deliveries to stockroom_keeper;

create policy select_with_alert on inventory.deliveries for select to stockroom_viewer, stockroom_auditor
using (exists (select from inventory.alerts as a where a.alert_id = deliveries.alert_id));
create policy select_functions on inventory.deliveries for select to stockroom_reader
using (true);
create policy all_keeper on inventory.deliveries for all to stockroom_keeper
using (true)
with check (true);
