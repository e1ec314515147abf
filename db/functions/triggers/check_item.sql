create or replace function inventory.check_item()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_attribute record;
begin
    -- What was kept before this was the rule stays as it is until somebody writes it anew.
    if tg_op = 'INSERT' or new.sku <> old.sku or new.name <> old.name then
        new.sku := upper(inventory.plain_name(new.sku));
        new.name := inventory.plain_name(new.name);
    end if;
    if new.tags <> '{}' and (tg_op = 'INSERT' or new.tags is distinct from old.tags) then
        new.tags := array(select distinct lower(btrim(t.tag)) from unnest(new.tags) as t (tag) order by 1);
    end if;
    if tg_op = 'INSERT' then
        new.created_at := clock_timestamp();
        new.created_by := coalesce(auth.signed_in(), session_user);
    elsif new.unit_id <> old.unit_id and exists (select from inventory.stock_levels as s where s.item_id = new.item_id) then
        raise exception using errcode = 'IN015', message = 'The base unit is fixed once stock has moved.', detail = '{"field": "unit"}',
            hint = 'Add a pack with its factor instead, or create a new item.';
    end if;
    if tg_op = 'INSERT' or new.attributes <> old.attributes or new.category_id <> old.category_id then
        for v_attribute in
            select * from inventory.bad_attributes(
                new.category_id, new.attributes, before => case when tg_op = 'UPDATE' then old.attributes end,
                anew => tg_op = 'INSERT' or new.category_id <> old.category_id
            )
        loop
            raise exception using errcode = 'IN013', message = v_attribute.message,
                detail = jsonb_build_object('attribute', v_attribute.attribute, 'expected', v_attribute.expected)::text,
                hint = 'The fields of an item are declared by its category.';
        end loop;
    end if;
    return new;
end
$$;
alter function inventory.check_item() owner to stockroom_keeper;
comment on function inventory.check_item() is
'Takes blanks too many out of SKU and name, puts tags in order, fixes the base unit once stock has moved, holds attributes to their declarations. Raises IN013, IN015.';
create or replace trigger items_check before insert or update on inventory.items
for each row execute function inventory.check_item();
