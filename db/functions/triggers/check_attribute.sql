create or replace function inventory.check_attribute()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    new.attribute := lower(btrim(new.attribute));
    new.label := btrim(new.label);
    new.unit := nullif(btrim(new.unit), '');
    new.choices := inventory.bare_choices(new.choices);
    -- Those of older versions stay as they are until they are changed.
    if tg_op = 'INSERT' or (new.unit, new.choices) is distinct from (old.unit, old.choices) then
        perform inventory.check_choices(new.unit, new.choices);
    end if;
    if new.retired_at is null
        and (tg_op = 'INSERT' or (new.attribute, new.category_id, new.retired_at) is distinct from (old.attribute, old.category_id, old.retired_at)) then
        perform inventory.check_attribute_name(new.attribute, new.category_id);
    end if;
    return new;
end
$$;
alter function inventory.check_attribute() owner to stockroom_keeper;
comment on function inventory.check_attribute() is
'Trims a declaration, and keeps its name from meaning two things: a word of the search, or another field of the same items. Raises IN016, IN017 (DETAIL: the field).';
create or replace trigger attributes_check before insert or update on inventory.attributes
for each row execute function inventory.check_attribute();
