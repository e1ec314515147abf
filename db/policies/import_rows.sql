-- Only whose file it is.
alter table inventory.import_rows enable row level security, force row level security;

grant select on inventory.import_rows to stockroom_staff, stockroom_admin, stockroom_backup;
grant insert, update (problems) on inventory.import_rows to stockroom_staff, stockroom_admin;
grant select, delete on inventory.import_rows to stockroom_keeper;

create policy select_own on inventory.import_rows for select to stockroom_staff, stockroom_admin
using (person = (select auth.signed_in()) and not (select auth.looks_on()));
create policy insert_own on inventory.import_rows for insert to stockroom_staff, stockroom_admin
with check (person = (select auth.signed_in()));
create policy update_own on inventory.import_rows for update to stockroom_staff, stockroom_admin
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()));
create policy all_keeper on inventory.import_rows for all to stockroom_keeper
using (true)
with check (true);
