create or replace function inventory.retire_item()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.need_read_committed();
    -- Nobody can receive it any more, so an alert that it is low would stay open for ever.
    delete from inventory.thresholds as t where t.item_id = new.item_id;
    return null;
end
$$;
alter function inventory.retire_item() owner to stockroom_keeper;
comment on function inventory.retire_item() is
'Removes the thresholds of an item that retires, at every place; their open alerts resolve. Raises IN016.';
create or replace trigger items_retire after update of retired_at on inventory.items
for each row when (old.retired_at is null and new.retired_at is not null)
execute function inventory.retire_item();
