-- People keep their own subscriptions; managers keep those of others at the places they see, and
-- those of groups that name no place. Viewers name only places they see: the foreign key would
-- tell which others exist.
alter table inventory.subscriptions enable row level security, force row level security;

grant select on inventory.subscriptions to stockroom_viewer, stockroom_auditor, stockroom_keeper, stockroom_reader, stockroom_backup;
grant delete on inventory.subscriptions to stockroom_keeper;
grant insert (person, group_name, category_id, location_id, minimum_severity, channel),
update (category_id, location_id, minimum_severity, channel), delete
on inventory.subscriptions to stockroom_viewer, stockroom_auditor;

create policy select_own on inventory.subscriptions for select to stockroom_viewer
using (person = (select auth.signed_in()));
create policy select_managers on inventory.subscriptions for select to stockroom_manager
using ((select auth.in_group('manager')) and (location_id <@ (select auth.readable_ranges()) or (location_id is null and group_name is not null)));
create policy select_all on inventory.subscriptions for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.subscriptions for select to stockroom_keeper, stockroom_reader
using (true);
create policy insert_own on inventory.subscriptions for insert to stockroom_viewer
with check (person = (select auth.signed_in()) and (location_id is null or location_id <@ (select auth.readable_ranges())));
create policy insert_auditors on inventory.subscriptions for insert to stockroom_auditor
with check (person = (select auth.signed_in()));
create policy update_own on inventory.subscriptions for update to stockroom_viewer
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()) and (location_id is null or location_id <@ (select auth.readable_ranges())));
create policy update_auditors on inventory.subscriptions for update to stockroom_auditor
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()));
create policy delete_own on inventory.subscriptions for delete to stockroom_viewer, stockroom_auditor
using (person = (select auth.signed_in()));
create policy insert_managers on inventory.subscriptions for insert to stockroom_manager
with check ((select auth.in_group('manager')) and (location_id <@ (select auth.readable_ranges()) or (location_id is null and group_name is not null)));
create policy update_managers on inventory.subscriptions for update to stockroom_manager
using ((select auth.in_group('manager')) and (location_id <@ (select auth.readable_ranges()) or (location_id is null and group_name is not null)))
with check ((select auth.in_group('manager')) and (location_id <@ (select auth.readable_ranges()) or (location_id is null and group_name is not null)));
create policy delete_managers on inventory.subscriptions for delete to stockroom_manager
using ((select auth.in_group('manager')) and (location_id <@ (select auth.readable_ranges()) or (location_id is null and group_name is not null)));
create policy delete_functions on inventory.subscriptions for delete to stockroom_keeper
using (true);
