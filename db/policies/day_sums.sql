-- Read by functions alone, which filter by the caller's places; the worker's command makes them.
alter table inventory.day_sums enable row level security, force row level security;

grant select on inventory.day_sums to stockroom_reader, stockroom_backup;
grant select, insert, delete on inventory.day_sums to stockroom_keeper;

create policy select_functions on inventory.day_sums for select to stockroom_reader
using (true);
create policy all_keeper on inventory.day_sums for all to stockroom_keeper
using (true)
with check (true);
