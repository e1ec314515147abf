-- Cost is a right of its own, which managers and auditors have: at the places whose stock one sees,
-- auditors everywhere. A line tells a quantity too, so who counts blind sees none.
alter table inventory.movement_costs enable row level security, force row level security;

grant select on inventory.movement_costs to stockroom_cost, stockroom_reader, stockroom_backup;
grant insert on inventory.movement_costs to stockroom_writer;

create policy select_granted on inventory.movement_costs for select to stockroom_cost
using ((select auth.sees_stock()) and get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.movement_costs for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.movement_costs for select to stockroom_reader
using (true);
create policy insert_writer on inventory.movement_costs for insert to stockroom_writer
with check (location_id <@ (select auth.postable_ranges()));
