-- Written by the worker through its commands; read through api.health().
alter table inventory.proofs enable row level security, force row level security;

grant select on inventory.proofs to stockroom_reader, stockroom_backup;
grant select, insert, delete on inventory.proofs to stockroom_keeper;

create policy select_functions on inventory.proofs for select to stockroom_reader
using (true);
create policy all_keeper on inventory.proofs for all to stockroom_keeper
using (true)
with check (true);
