create or replace function inventory.hold_ranges()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Retiring or deleting an item removes its ranges; made, or of another category, it gets those of
    -- the defaults. inventory.hold_postings takes the ranges
    -- before all else, so this must too: were the item held first, a posting that waits for the
    -- item, a place that moves and this would wait for each other in a ring.
    lock table inventory.thresholds in row exclusive mode;
    return null;
end
$$;
alter function inventory.hold_ranges() owner to stockroom_keeper;
comment on function inventory.hold_ranges() is
'Takes the ranges before the items whose making, retiring or deletion changes them: the one order of locks, ranges, items, levels.';
create or replace trigger items_hold_ranges before insert or delete or update of retired_at, category_id on inventory.items
for each statement execute function inventory.hold_ranges();
