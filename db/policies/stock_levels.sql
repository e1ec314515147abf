-- Stock is seen place by place, written by the commands alone.
alter table inventory.stock_levels enable row level security, force row level security;

grant select on inventory.stock_levels to
stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_reader, stockroom_backup;
grant select, insert (item_id, location_id, lot_id, allow_negative), update (on_hand, reserved, changed_at) on inventory.stock_levels to stockroom_writer;
-- To lock an item's levels while its threshold is set up.
grant select, update (item_id) on inventory.stock_levels to stockroom_keeper;

create policy select_granted on inventory.stock_levels for select to stockroom_viewer, stockroom_reporting
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.stock_levels for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.stock_levels for select to stockroom_writer, stockroom_keeper, stockroom_reader
using (true);
create policy update_keeper on inventory.stock_levels for update to stockroom_keeper
using (true)
with check (true);
create policy insert_writer on inventory.stock_levels for insert to stockroom_writer
with check (location_id <@ (select auth.postable_ranges()));
-- The commands move stock within the person's own places. They may read and hold all levels, as
-- this policy then is asked once a statement that writes, and not four times; the place of a level
-- cannot be changed, so a check of what was written is one of what was there.
create policy update_writer on inventory.stock_levels for update to stockroom_writer
using (true)
with check (location_id <@ (select auth.postable_ranges()));
