-- Whoever may import keeps their own files and nobody else's; auditors read what was sent, not its
-- rows. Nothing of it while another's dashboard is looked at.
alter table inventory.imports enable row level security, force row level security;

grant select on inventory.imports to stockroom_staff, stockroom_admin, stockroom_auditor, stockroom_backup;
grant insert (person, kind, file_name, file_bytes, sha256, encoding, delimiter, header, notes, mapping),
update (mapping, state, choice, row_count, done, counts, problem, started_at, heartbeat_at, finished_at)
on inventory.imports to stockroom_staff, stockroom_admin;
grant select, delete on inventory.imports to stockroom_keeper;

create policy select_own on inventory.imports for select to stockroom_staff, stockroom_admin
using (person = (select auth.signed_in()) and not (select auth.looks_on()));
create policy select_auditors on inventory.imports for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy insert_own on inventory.imports for insert to stockroom_staff, stockroom_admin
with check (person = (select auth.signed_in()));
create policy update_own on inventory.imports for update to stockroom_staff, stockroom_admin
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()));
create policy all_keeper on inventory.imports for all to stockroom_keeper
using (true)
with check (true);
