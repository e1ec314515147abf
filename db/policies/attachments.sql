-- Read with the item, by everybody who is signed in; kept by managers. Its content never changes.
alter table inventory.attachments enable row level security, force row level security;

grant select on inventory.attachments to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_keeper, stockroom_backup;
grant select (attachment_id, item_id, name, media_type, bytes, sha256, is_image, is_primary, created_at, created_by)
on inventory.attachments to stockroom_reporting;
grant insert (item_id, name, media_type, is_primary, content, thumbnail, preview), update (name, is_primary), delete
on inventory.attachments to stockroom_manager;

create policy select_signed_in on inventory.attachments for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.attachments for select to stockroom_keeper
using (true);
create policy insert_managers on inventory.attachments for insert to stockroom_manager
with check ((select auth.in_group('manager')));
create policy update_managers on inventory.attachments for update to stockroom_manager
using ((select auth.in_group('manager')))
with check ((select auth.in_group('manager')));
create policy delete_managers on inventory.attachments for delete to stockroom_manager
using ((select auth.in_group('manager')));
