-- Cost is a right of its own: managers at their places, auditors everywhere.
alter table inventory.movement_costs enable row level security, force row level security;

grant select on inventory.movement_costs to stockroom_manager, stockroom_auditor, stockroom_reader, stockroom_backup;
grant insert on inventory.movement_costs to stockroom_writer;

create policy select_managers on inventory.movement_costs for select to stockroom_manager
using (get_bit((select auth.readable_bits()), location_id) = 1);
create policy select_auditors on inventory.movement_costs for select to stockroom_auditor
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.movement_costs for select to stockroom_reader
using (true);
create policy insert_writer on inventory.movement_costs for insert to stockroom_writer
with check (location_id <@ (select auth.postable_ranges()));
