create or replace function inventory.check_attribute()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_other text;
begin
    new.attribute := lower(btrim(new.attribute));
    new.label := btrim(new.label);
    new.unit := nullif(btrim(new.unit), '');
    new.choices := nullif(array(
        select btrim(c.choice) from unnest(new.choices) with ordinality as c (choice, n)
        where btrim(c.choice) <> '' group by btrim(c.choice) order by min(c.n)
    ), '{}');
    -- Those of older versions stay as they are until they are changed.
    if tg_op = 'INSERT' or (new.unit, new.choices) is distinct from (old.unit, old.choices) then
        perform inventory.check_choices(new.unit, new.choices);
    end if;
    if new.retired_at is not null
        or (tg_op = 'UPDATE' and (new.attribute, new.category_id, new.retired_at) is not distinct from (old.attribute, old.category_id, old.retired_at)) then
        return new;
    elsif new.attribute = any (inventory.reserved_names()) then
        raise exception using errcode = 'IN017', message = format('"%s" is a word of the search, or a field that every item has.', new.attribute),
            detail = '{"field": "attribute"}', hint = format('Choose another name, for example own_%s.', new.attribute);
    end if;
    -- An item would have two fields of one name: what is retired keeps its values, and counts. Two
    -- declared at once wait for each other.
    perform inventory.need_read_committed();
    perform pg_advisory_xact_lock(hashtextextended('stockroom category tree', 0));
    select c.name into v_other from inventory.attributes as a
    join inventory.categories as c using (category_id)
    where a.attribute = new.attribute and a.category_id <> new.category_id
    and (
        a.category_id = any (inventory.with_categories_below(array[new.category_id]))
        or new.category_id = any (inventory.with_categories_below(array[a.category_id]))
    ) limit 1;
    if v_other is not null then
        raise exception using errcode = 'IN017', message = format('%s declares %s already, and its items are partly the same.', v_other, new.attribute),
            detail = '{"field": "attribute"}', hint = 'Use that one (restore it where it is retired), or choose another name.';
    end if;
    return new;
end
$$;
alter function inventory.check_attribute() owner to stockroom_keeper;
comment on function inventory.check_attribute() is
'Trims a declaration, and keeps its name from meaning two things: a word of the search, or another field of the same items. Raises IN016, IN017 (DETAIL: the field).';
create or replace trigger attributes_check before insert or update on inventory.attributes
for each row execute function inventory.check_attribute();
