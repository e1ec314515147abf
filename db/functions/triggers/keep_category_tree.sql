create or replace function inventory.keep_category_tree()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
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
    return null;
end
$$;
alter function inventory.keep_category_tree() owner to stockroom_keeper;
comment on function inventory.keep_category_tree() is
'Holds the categories to a tree. Raises IN015 for a ring, IN016.';
create or replace trigger categories_tree after update of parent_id on inventory.categories
for each row when (new.parent_id is distinct from old.parent_id)
execute function inventory.keep_category_tree();
