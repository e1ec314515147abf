create or replace function inventory.check_location()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' or new.code <> old.code or new.name <> old.name then
        new.code := upper(inventory.plain_name(new.code));
        new.name := inventory.plain_name(new.name);
    end if;
    if new.parent_id = new.location_id then
        raise exception using errcode = 'IN015',
            message = format('%s cannot be moved below itself.', new.code), hint = 'Choose a place outside it.';
    end if;
    perform inventory.check_place(new.kind, new.parent_id);
    return new;
end
$$;
alter function inventory.check_location() owner to stockroom_keeper;
comment on function inventory.check_location() is
'Takes blanks too many out of code and name, and holds the tree to company > region > site > zone > bin. Raises IN015.';
create or replace trigger locations_check before insert or update on inventory.locations
for each row execute function inventory.check_location();
