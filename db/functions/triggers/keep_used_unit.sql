create or replace function inventory.keep_used_unit()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- An item's base unit and packs refer to it by a key. A pack that was removed since does not, and
-- the movements entered in it would lose theirs: the audit knows the item, the ledger is asked by it.
begin
    if exists (
        select from audit.changes as c
        where c.table_name = 'inventory.item_units' and c.operation = 'delete' and (c.before ->> 'unit_id')::integer = old.unit_id
        and exists (
            select from inventory.movements as m
            where m.item_id = (c.before ->> 'item_id')::integer and m.entered_unit_id = old.unit_id
        )
    ) then
        raise exception using errcode = 'IN015', message = format('Movements were entered in %s.', old.code), hint = 'A unit that was used stays.';
    end if;
    return old;
end
$$;
alter function inventory.keep_used_unit() owner to stockroom_reader;
comment on function inventory.keep_used_unit() is 'Keeps a unit that movements were entered in, also where it is no pack any more. Raises IN015.';
create or replace trigger units_used before delete on inventory.units
for each row execute function inventory.keep_used_unit();
