-- Read by inventory.kept_stock() alone, which tells a value to who sees every cost; inventory.lacks_values() asks whether
-- they are there. The worker's command makes them.
alter table inventory.stock_values enable row level security, force row level security;

grant select on inventory.stock_values to stockroom_reader, stockroom_backup;
grant select, insert, update, delete on inventory.stock_values to stockroom_keeper;

create policy select_functions on inventory.stock_values for select to stockroom_reader
using (true);
create policy all_keeper on inventory.stock_values for all to stockroom_keeper
using (true)
with check (true);
