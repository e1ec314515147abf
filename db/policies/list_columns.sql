-- One's own; api.me() reads them along with who somebody is.
alter table inventory.list_columns enable row level security, force row level security;

grant select on inventory.list_columns to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_auth, stockroom_backup;
grant insert (person, list, columns), update (columns), delete on inventory.list_columns
to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;

create policy select_own on inventory.list_columns for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
using (person = (select auth.signed_in()));
create policy select_functions on inventory.list_columns for select to stockroom_auth
using (true);
create policy insert_own on inventory.list_columns for insert to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
with check (person = (select auth.signed_in()));
create policy update_own on inventory.list_columns for update to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()));
create policy delete_own on inventory.list_columns for delete to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
using (person = (select auth.signed_in()));
