-- Read by inventory.kept_stock() alone, which filters by the caller's places; the worker's command
-- makes them.
alter table inventory.stock_sums enable row level security, force row level security;

grant select on inventory.stock_sums to stockroom_reader, stockroom_backup;
grant select, insert, delete on inventory.stock_sums to stockroom_keeper;

create policy select_functions on inventory.stock_sums for select to stockroom_reader
using (true);
create policy all_keeper on inventory.stock_sums for all to stockroom_keeper
using (true)
with check (true);
