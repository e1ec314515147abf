create or replace function inventory.check_attribute_name(attribute text, category_id integer)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_other text;
begin
    if attribute = any (inventory.reserved_names()) then
        raise exception using errcode = 'IN017', message = format('"%s" is a word of the search, or a field that every item has.', attribute),
            detail = '{"field": "attribute"}', hint = format('Choose another name, for example own_%s.', attribute);
    end if;
    -- An item would have two fields of one name: what is retired keeps its values, and counts. Two
    -- declared at once wait for each other.
    perform inventory.need_read_committed();
    perform pg_advisory_xact_lock(hashtextextended('stockroom category tree', 0));
    select c.name into v_other from inventory.attributes as a
    join inventory.categories as c using (category_id)
    where a.attribute = check_attribute_name.attribute and a.category_id <> check_attribute_name.category_id
    and (
        a.category_id = any (inventory.with_categories_below(array[check_attribute_name.category_id]))
        or check_attribute_name.category_id = any (inventory.with_categories_below(array[a.category_id]))
    ) limit 1;
    if v_other is not null then
        raise exception using errcode = 'IN017', message = format('%s declares %s already, and its items are partly the same.', v_other, attribute),
            detail = '{"field": "attribute"}', hint = 'Use that one (restore it where it is retired), or choose another name.';
    end if;
end
$$;
alter function inventory.check_attribute_name(text, integer) owner to stockroom_keeper;
grant execute on function inventory.check_attribute_name(text, integer) to stockroom_manager;
comment on function inventory.check_attribute_name(text, integer) is
'Keeps the name of an attribute of a category from meaning two things: a word of the search, or another field of the same items. Raises IN016, IN017; DETAIL says the field.';
