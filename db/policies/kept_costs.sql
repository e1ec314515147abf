-- Read by functions alone, which tell a value to who sees every cost; the worker's command keeps them.
alter table inventory.kept_costs enable row level security, force row level security;

grant select on inventory.kept_costs to stockroom_reader, stockroom_backup;
grant select (item_id), insert, delete on inventory.kept_costs to stockroom_keeper;

create policy select_functions on inventory.kept_costs for select to stockroom_reader
using (true);
create policy all_keeper on inventory.kept_costs for all to stockroom_keeper
using (true)
with check (true);
