-- Append-only: written by the audit trigger, read by auditors; by admins without what they may not read
-- in its table either: ranges, lots and who is told of what.
alter table audit.changes enable row level security, force row level security;

grant insert on audit.changes to stockroom_keeper;
grant select on audit.changes to stockroom_auditor, stockroom_admin, stockroom_reader, stockroom_backup;

create policy select_auditors on audit.changes for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_admins on audit.changes for select to stockroom_admin
using (
    (select auth.in_group('admin'))
    and table_name not in (
        'inventory.thresholds', 'inventory.threshold_defaults', 'inventory.subscriptions', 'inventory.lots',
        'inventory.saved_views', 'inventory.view_watches'
    )
);
create policy select_functions on audit.changes for select to stockroom_reader
using (true);
create policy insert_keeper on audit.changes for insert to stockroom_keeper
with check (true);
