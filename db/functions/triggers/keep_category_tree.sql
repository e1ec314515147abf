create or replace function inventory.keep_category_tree()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_twice text;
    v_lost record;
begin
    perform inventory.need_read_committed();
    -- Two moves at once that are a ring only together.
    perform pg_advisory_xact_lock(hashtextextended('stockroom category tree', 0));
    if exists (
        with recursive above as (
            select c.parent_id from inventory.categories as c where c.category_id = new.parent_id
            union
            select c.parent_id from inventory.categories as c join above as below on c.category_id = below.parent_id
        )
        select from above as a where a.parent_id = new.category_id
    ) then
        raise exception using errcode = 'IN015',
            message = format('%s cannot be moved below itself.', new.code), hint = 'Choose a category outside it.';
    end if;
    -- An item would have two fields of one name.
    with recursive above as (
        select c.category_id, c.parent_id from inventory.categories as c where c.category_id = new.parent_id
        union
        select c.category_id, c.parent_id from inventory.categories as c join above as below on c.category_id = below.parent_id
    )
    select a.attribute into v_twice
    from inventory.attributes as a
    join inventory.attributes as b using (attribute)
    where a.category_id = any (inventory.with_categories_below(array[new.category_id]))
    and b.category_id in (select o.category_id from above as o) limit 1;
    if v_twice is not null then
        raise exception using errcode = 'IN015', message = format('%s is an attribute here and above there: items would have two of one name.', v_twice),
            hint = format('Choose another category, or give one of the attributes %s another name first.', v_twice);
    end if;
    -- A value stays one of a field with its name and type.
    select count(*) as items, min(b.attribute) as attribute into v_lost from (
        select i.item_id, k.attribute from inventory.items as i
        cross join lateral (
            select b.attribute from inventory.bad_attributes(i.category_id, i.attributes) as b
            where i.attributes ? b.attribute limit 1
        ) as k
        where i.category_id = any (inventory.with_categories_below(array[new.category_id])) and i.attributes <> '{}' limit 1001
    ) as b;
    if v_lost.items > 0 then
        raise exception using errcode = 'IN015', message = format('%s would be no field of that kind there; %s have it.', v_lost.attribute, inventory.items_in_words(v_lost.items)),
            detail = jsonb_build_object('field', 'parent', 'items', v_lost.items)::text,
            hint = format('Take the values of %s off these items, or declare it where the category goes.', v_lost.attribute);
    end if;
    return null;
end
$$;
alter function inventory.keep_category_tree() owner to stockroom_keeper;
comment on function inventory.keep_category_tree() is
'Holds the categories to a tree, in which no item has two attributes of one name, or a value of none. Raises IN015, IN016.';
create or replace trigger categories_tree after update of parent_id on inventory.categories
for each row when (new.parent_id is distinct from old.parent_id)
execute function inventory.keep_category_tree();
