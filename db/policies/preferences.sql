-- One's own; api.me() reads them along with who somebody is.
alter table inventory.preferences enable row level security, force row level security;

grant select on inventory.preferences to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_auth, stockroom_backup;
grant insert (person, theme, density, numbers, dates, shortcuts, language), update (theme, density, numbers, dates, shortcuts, language) on inventory.preferences
to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;

create policy select_own on inventory.preferences for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
using (person = (select auth.signed_in()));
create policy select_functions on inventory.preferences for select to stockroom_auth
using (true);
create policy insert_own on inventory.preferences for insert to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
with check (person = (select auth.signed_in()));
create policy update_own on inventory.preferences for update to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()));
