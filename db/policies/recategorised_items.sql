-- Noted by the items' own trigger, read by inventory.kept_stock().
alter table inventory.recategorised_items enable row level security, force row level security;

grant select on inventory.recategorised_items to stockroom_reader, stockroom_backup;
grant select, insert, delete on inventory.recategorised_items to stockroom_keeper;

create policy select_functions on inventory.recategorised_items for select to stockroom_reader
using (true);
create policy all_keeper on inventory.recategorised_items for all to stockroom_keeper
using (true)
with check (true);
