-- Who may change items keeps their own changes of many and nobody else's. Nothing of it while
-- another's dashboard is looked at.
alter table inventory.item_edits enable row level security, force row level security;

grant select on inventory.item_edits to stockroom_manager, stockroom_backup;
grant insert (person, changes, versions, ranges, query, total),
update (state, done, result, problem, started_at, heartbeat_at, finished_at, checked_at, run, versions, ranges, total)
on inventory.item_edits to stockroom_manager;
grant select, delete on inventory.item_edits to stockroom_keeper;

create policy select_own on inventory.item_edits for select to stockroom_manager
using (person = (select auth.signed_in()) and not (select auth.looks_on()));
create policy insert_own on inventory.item_edits for insert to stockroom_manager
with check (person = (select auth.signed_in()));
create policy update_own on inventory.item_edits for update to stockroom_manager
using (person = (select auth.signed_in()))
with check (person = (select auth.signed_in()));
create policy all_keeper on inventory.item_edits for all to stockroom_keeper
using (true)
with check (true);
