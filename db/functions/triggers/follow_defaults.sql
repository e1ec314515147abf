create or replace function inventory.follow_defaults()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- Items made, given another category or taken back, and ranges removed by hand, get the ranges of
-- the defaults.
declare
    v_items integer[];
begin
    if not exists (select from inventory.threshold_defaults) then
        return null;
    elsif tg_table_name = 'thresholds' then
        perform inventory.settle_defaults(array[old.item_id]);
    elsif tg_op = 'UPDATE' then
        perform inventory.settle_or_wait(array[new.item_id]);
    else
        select array_agg(n.item_id) into v_items from new_items as n;
        if v_items is not null then
            perform inventory.settle_or_wait(v_items);
        end if;
    end if;
    return null;
end
$$;
alter function inventory.follow_defaults() owner to stockroom_keeper;
comment on function inventory.follow_defaults() is
'Gives items the ranges of the defaults when they are made, change their category or are taken back, and when a range set by hand is removed. Raises IN016. Enqueues settle_items, where they are many.';
create or replace trigger items_follow_defaults after insert on inventory.items
referencing new table as new_items
for each statement execute function inventory.follow_defaults();
create or replace trigger items_follow_category after update of category_id, retired_at on inventory.items
for each row when (old.category_id <> new.category_id or (old.retired_at is not null and new.retired_at is null))
execute function inventory.follow_defaults();
create or replace trigger thresholds_follow_defaults after delete on inventory.thresholds
for each row when (old.set_by = 'person')
execute function inventory.follow_defaults();
