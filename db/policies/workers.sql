-- Written by the worker through its commands; read through api.health().
alter table inventory.workers enable row level security, force row level security;

grant select on inventory.workers to stockroom_reader, stockroom_backup;
grant select, insert, update, delete on inventory.workers to stockroom_keeper;

create policy select_functions on inventory.workers for select to stockroom_reader
using (true);
create policy all_keeper on inventory.workers for all to stockroom_keeper
using (true)
with check (true);
