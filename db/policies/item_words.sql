-- Noted by the items' own triggers, read by searches.
alter table inventory.item_words enable row level security, force row level security;

grant select on inventory.item_words to stockroom_reader, stockroom_backup;
grant select, insert on inventory.item_words to stockroom_keeper;

create policy select_functions on inventory.item_words for select to stockroom_reader, stockroom_keeper
using (true);
create policy insert_keeper on inventory.item_words for insert to stockroom_keeper
with check (true);
