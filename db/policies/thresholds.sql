-- A range is seen where its place is, and set by managers at their places.
alter table inventory.thresholds enable row level security, force row level security;

grant select on inventory.thresholds to
stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_keeper, stockroom_reader, stockroom_backup;
grant insert (item_id, location_id, minimum, maximum, margin, severity, measure),
update (minimum, maximum, margin, severity, measure, version), delete
on inventory.thresholds to stockroom_manager;

create policy select_granted on inventory.thresholds for select to stockroom_viewer, stockroom_reporting
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.thresholds for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.thresholds for select to stockroom_keeper, stockroom_reader
using (true);
create policy insert_managers on inventory.thresholds for insert to stockroom_manager
with check (location_id <@ (select auth.postable_ranges()));
create policy update_managers on inventory.thresholds for update to stockroom_manager
using (location_id <@ (select auth.postable_ranges()))
with check (location_id <@ (select auth.postable_ranges()));
-- What a default wrote goes with the default; set by hand, it is a person's.
create policy delete_managers on inventory.thresholds for delete to stockroom_manager
using (location_id <@ (select auth.postable_ranges()) and set_by = 'person');
-- With the item, when it retires.
grant delete on inventory.thresholds to stockroom_keeper;
create policy delete_keeper on inventory.thresholds for delete to stockroom_keeper
using (true);
-- By defaults, for items and places of whoever sets or makes them.
grant insert (item_id, location_id, minimum, maximum, margin, severity, set_by, default_id),
update (minimum, maximum, margin, severity, set_by, default_id) on inventory.thresholds to stockroom_keeper;
create policy insert_keeper on inventory.thresholds for insert to stockroom_keeper
with check (set_by = 'default');
create policy update_keeper on inventory.thresholds for update to stockroom_keeper
using (set_by = 'default')
with check (set_by = 'default');
