-- One's own, and those that a group of one's own may use. Managers share, and keep what is shared:
-- its owner may have left.
alter table inventory.saved_views enable row level security, force row level security;

grant select on inventory.saved_views to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_keeper, stockroom_reader, stockroom_backup;
grant insert (owner, name, list, query, sort, columns, shared_with, pinned),
update (name, query, sort, columns, shared_with, pinned, version), delete
on inventory.saved_views to stockroom_viewer, stockroom_counter, stockroom_auditor;

create policy select_own on inventory.saved_views for select to stockroom_viewer, stockroom_counter, stockroom_auditor
using (owner = (select auth.signed_in()));
create policy select_shared on inventory.saved_views for select to stockroom_viewer, stockroom_counter, stockroom_auditor
using (
    (shared_with = 'viewer' and (select auth.in_group('viewer')))
    or (shared_with = 'staff' and (select auth.in_group('staff')))
    or (shared_with = 'counter' and (select auth.in_group('counter')))
    or (shared_with = 'manager' and (select auth.in_group('manager')))
    or (shared_with = 'auditor' and (select auth.in_group('auditor')))
);
create policy select_functions on inventory.saved_views for select to stockroom_keeper, stockroom_reader
using (true);
create policy insert_own on inventory.saved_views for insert to stockroom_viewer, stockroom_counter, stockroom_auditor
with check (owner = (select auth.signed_in()) and (shared_with is null or (select auth.in_group('manager'))));
create policy update_own on inventory.saved_views for update to stockroom_viewer, stockroom_counter, stockroom_auditor
using (owner = (select auth.signed_in()))
with check (owner = (select auth.signed_in()) and (shared_with is null or (select auth.in_group('manager'))));
create policy update_managers on inventory.saved_views for update to stockroom_manager
using (shared_with is not null and (select auth.in_group('manager')))
with check (shared_with is not null and (select auth.in_group('manager')));
create policy delete_own on inventory.saved_views for delete to stockroom_viewer, stockroom_counter, stockroom_auditor
using (owner = (select auth.signed_in()));
create policy delete_managers on inventory.saved_views for delete to stockroom_manager
using (shared_with is not null and (select auth.in_group('manager')));
