-- Triggers of stockroom_keeper write it, the worker's command empties it; who sees ranges sees how many wait.
alter table inventory.waiting_items enable row level security, force row level security;

grant select on inventory.waiting_items to stockroom_viewer, stockroom_auditor, stockroom_backup;
grant select, insert (item_id, batch), update (settled), delete on inventory.waiting_items to stockroom_keeper;

create policy select_signed_in on inventory.waiting_items for select to stockroom_viewer, stockroom_auditor
using ((select auth.signed_in()) is not null);
create policy all_keeper on inventory.waiting_items for all to stockroom_keeper
using (true)
with check (true);
