-- A default is seen where its place is, and set by managers at their places; the ranges it writes lie
-- at that place and below.
alter table inventory.threshold_defaults enable row level security, force row level security;

grant select on inventory.threshold_defaults to stockroom_viewer, stockroom_auditor, stockroom_keeper, stockroom_backup;
grant insert (category_id, location_id, kind, minimum, maximum, margin, severity),
update (minimum, maximum, margin, severity, version), delete
on inventory.threshold_defaults to stockroom_manager;
grant update (state, next_item_id, done, total), delete on inventory.threshold_defaults to stockroom_keeper;

create policy select_granted on inventory.threshold_defaults for select to stockroom_viewer
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.threshold_defaults for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy insert_managers on inventory.threshold_defaults for insert to stockroom_manager
with check (location_id <@ (select auth.postable_ranges()));
create policy update_managers on inventory.threshold_defaults for update to stockroom_manager
using (location_id <@ (select auth.postable_ranges()))
with check (location_id <@ (select auth.postable_ranges()));
create policy delete_managers on inventory.threshold_defaults for delete to stockroom_manager
using (location_id <@ (select auth.postable_ranges()));
create policy all_keeper on inventory.threshold_defaults for all to stockroom_keeper
using (true)
with check (true);
