-- One's own. What was found is written by the worker's function alone.
alter table inventory.view_watches enable row level security, force row level security;

grant select on inventory.view_watches to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_keeper, stockroom_backup;
grant insert (view_id, person, severity), update (severity), delete on inventory.view_watches to stockroom_viewer, stockroom_counter, stockroom_auditor;
grant update on inventory.view_watches to stockroom_keeper;

create policy select_own on inventory.view_watches for select to stockroom_viewer, stockroom_counter, stockroom_auditor
using (person = (select auth.signed_in()));
create policy insert_own on inventory.view_watches for insert to stockroom_viewer, stockroom_counter, stockroom_auditor
with check (person = (select auth.signed_in()) and exists (select from inventory.saved_views as v where v.view_id = view_watches.view_id));
create policy update_own on inventory.view_watches for update to stockroom_viewer, stockroom_counter, stockroom_auditor
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()));
create policy delete_own on inventory.view_watches for delete to stockroom_viewer, stockroom_counter, stockroom_auditor
using (person = (select auth.signed_in()));
create policy select_functions on inventory.view_watches for select to stockroom_keeper
using (true);
create policy update_functions on inventory.view_watches for update to stockroom_keeper
using (true)
with check (true);
