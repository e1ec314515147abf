create or replace function api.remove_category(category text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_category inventory.categories;
    v_items integer;
begin
    select c.* into v_category from inventory.categories as c where c.category_id = inventory.category_of(remove_category.category);
    if v_category.version <> remove_category.version then
        raise exception using errcode = 'IN011', message = format('This was changed meanwhile by %s.', auth.name_of(v_category.updated_by)),
            detail = jsonb_build_object('current', inventory.category_answer(v_category.code))::text, hint = 'Look at it again.';
    end if;
    select count(*) into v_items from (select from inventory.items as i where i.category_id = v_category.category_id limit 1001) as i;
    if v_items > 0 then
        raise exception using errcode = 'IN015',
            message = format('%s has %s.', v_category.name, case when v_items > 1000 then 'more than 1,000 items' when v_items = 1 then 'one item' else v_items || ' items' end),
            detail = jsonb_build_object('items', v_items)::text, hint = 'Give them another category first.';
    end if;
    -- The fields it declares are of no other category; those below inherit them, and refuse it next.
    delete from inventory.attributes as a where a.category_id = v_category.category_id;
    delete from inventory.categories as c where c.category_id = v_category.category_id;
    if not found then
        raise exception using errcode = 'IN014', message = 'No category that you may remove.', hint = 'Sign in as a manager.';
    end if;
    return jsonb_build_object('category', v_category.code, 'removed', 'deleted');
exception when foreign_key_violation then
    raise exception using errcode = 'IN015', message = format('%s is in use: by categories below it, or as the default of ranges.', v_category.name),
        hint = 'Move or remove those first.';
end
$$;
alter function api.remove_category(text, integer) owner to stockroom_owner;
grant execute on function api.remove_category(text, integer) to stockroom_manager;
comment on function api.remove_category(text, integer) is
'Deletes a category without items and without categories below, with the fields it declares. Answers {"category", "removed": "deleted"}. Raises IN011 where it changed meanwhile, IN014, IN015 where it is in use (DETAIL: how many items, to 1,000), IN016.';
