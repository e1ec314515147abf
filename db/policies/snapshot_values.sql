-- Cost is a right of its own. A value tells a cost, so it is seen where both the stock and the
-- receipt that told its cost are.
alter table inventory.snapshot_values enable row level security, force row level security;

grant select on inventory.snapshot_values to stockroom_cost, stockroom_backup;
grant insert, delete on inventory.snapshot_values to stockroom_keeper;

create policy select_granted on inventory.snapshot_values for select to stockroom_cost
using (
    (select auth.sees_stock())
    and get_bit((select auth.readable_bits()), location_id) = 1
    and get_bit((select auth.readable_bits()), cost_location_id) = 1
);
create policy select_auditors on inventory.snapshot_values for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy insert_keeper on inventory.snapshot_values for insert to stockroom_keeper
with check (true);
create policy delete_keeper on inventory.snapshot_values for delete to stockroom_keeper
using (true);
