create or replace function inventory.keep_category_tree()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_twice text;
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
    return null;
end
$$;
alter function inventory.keep_category_tree() owner to stockroom_keeper;
comment on function inventory.keep_category_tree() is
'Holds the categories to a tree, in which no item has two attributes of one name. Raises IN015, IN016.';
create or replace trigger categories_tree after update of parent_id on inventory.categories
for each row when (new.parent_id is distinct from old.parent_id)
execute function inventory.keep_category_tree();
