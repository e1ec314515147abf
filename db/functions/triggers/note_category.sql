create or replace function inventory.note_category()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A snapshot that is being summed reads this item as it was, and numbers what comes after it.
    perform pg_advisory_xact_lock_shared(hashtextextended('stockroom item categories', 0));
    insert into inventory.recategorised_items (item_id, category_id) values (old.item_id, old.category_id);
    return null;
end
$$;
alter function inventory.note_category() owner to stockroom_keeper;
comment on function inventory.note_category() is
'Notes from which category an item went, for the sums of snapshots, which have it in that one.';
create or replace trigger items_recategorised after update of category_id on inventory.items
for each row when (old.category_id <> new.category_id)
execute function inventory.note_category();
