-- A lot is seen by whoever sees a stock level of it, emptied or not; receipts create lots,
-- managers see all and mend them.
alter table inventory.lots enable row level security, force row level security;

grant select on inventory.lots to
stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_keeper, stockroom_reader, stockroom_backup;
grant select, insert (item_id, code, expires_on) on inventory.lots to stockroom_writer;
grant insert (item_id, code, expires_on), update (code, expires_on, version), delete on inventory.lots to stockroom_manager;

create policy select_granted on inventory.lots for select to stockroom_viewer, stockroom_reporting
using (
    (select auth.signed_in()) is not null
    and (lot_id = 0 or exists (select from inventory.stock_levels as s where s.lot_id = lots.lot_id and s.lot_id <> 0))
);
-- By its name the first that is asked: who sees all is not asked for the levels of each lot.
create policy select_managers_and_auditors on inventory.lots for select to stockroom_manager, stockroom_auditor
using ((select auth.in_group('manager')) or (select auth.in_group('auditor')));
create policy select_functions on inventory.lots for select to stockroom_writer, stockroom_keeper, stockroom_reader
using (true);
create policy insert_writer on inventory.lots for insert to stockroom_writer
with check ((select auth.signed_in()) is not null);
create policy insert_managers on inventory.lots for insert to stockroom_manager
with check ((select auth.signed_in()) is not null);
create policy update_managers on inventory.lots for update to stockroom_manager
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
create policy delete_managers on inventory.lots for delete to stockroom_manager
using ((select auth.signed_in()) is not null);
