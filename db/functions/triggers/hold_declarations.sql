create or replace function inventory.hold_declarations()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- Before any item is held: whoever changes what a declaration means (inventory.keep_used_attribute)
-- waits for those who give values by it, and they for that.
begin
    perform inventory.need_read_committed();
    perform pg_advisory_xact_lock_shared(hashtextextended('stockroom attributes', 0));
    return null;
end
$$;
alter function inventory.hold_declarations() owner to stockroom_keeper;
comment on function inventory.hold_declarations() is
'Keeps the types and choices of attributes as they are while items are given values. Raises IN016.';
create or replace trigger items_hold_declarations before insert or update of attributes, category_id on inventory.items
for each statement execute function inventory.hold_declarations();
