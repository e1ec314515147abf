-- Kept by the trigger on locations; read like them.
alter table inventory.location_tree enable row level security, force row level security;

grant select on inventory.location_tree to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin,
stockroom_writer, stockroom_reader, stockroom_auth, stockroom_people, stockroom_backup;
grant select, insert, delete on inventory.location_tree to stockroom_keeper;

create policy select_granted on inventory.location_tree for select to stockroom_viewer, stockroom_counter, stockroom_reporting
using (
    get_bit((select auth.readable_bits()), location_id) = 1
    or location_id <@ (select auth.ancestor_ranges())
);
create policy select_all on inventory.location_tree for select to stockroom_auditor, stockroom_admin
using ((select auth.in_group('auditor')) or (select auth.in_group('admin')));
create policy select_functions on inventory.location_tree for select to stockroom_writer, stockroom_reader, stockroom_auth, stockroom_people
using (true);
create policy all_keeper on inventory.location_tree for all to stockroom_keeper
using (true)
with check (true);
