-- Cost is a right of its own, which managers and auditors have. Receipts keep the last one; it is
-- seen where a receipt at that cost is, by auditors always.
alter table inventory.item_costs enable row level security, force row level security;

grant select on inventory.item_costs to stockroom_cost, stockroom_reader, stockroom_backup;
grant select, insert, update, delete on inventory.item_costs to stockroom_writer;

create policy select_granted on inventory.item_costs for select to stockroom_cost
using (exists (
    select from inventory.movement_costs as m where m.item_id = item_costs.item_id and m.unit_cost = item_costs.last_cost
));
create policy select_auditors on inventory.item_costs for select to stockroom_auditor
using ((select auth.in_group('auditor')));
create policy select_functions on inventory.item_costs for select to stockroom_reader
using (true);
create policy select_writer on inventory.item_costs for select to stockroom_writer
using ((select auth.signed_in()) is not null);
create policy insert_writer on inventory.item_costs for insert to stockroom_writer
with check ((select auth.signed_in()) is not null);
create policy update_writer on inventory.item_costs for update to stockroom_writer
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
-- With the only receipt that told one, when it is reversed.
create policy delete_writer on inventory.item_costs for delete to stockroom_writer
using ((select auth.signed_in()) is not null);
