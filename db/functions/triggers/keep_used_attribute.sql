create or replace function inventory.keep_used_attribute()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- Items keep their values by this name and type. Whoever gives items values meanwhile is waited for,
-- and waits a little (inventory.hold_declarations): each sees the declaration before this change, or after it.
declare
    v_categories integer[];
    v_many integer;
    v_choice text;
begin
    perform inventory.need_read_committed();
    if not inventory.locked_alone('stockroom attributes', 8) then
        raise exception using errcode = 'IN015', message = format('%s is in use: items are being changed just now.', old.label),
            detail = '{"field": "attribute"}', hint = 'Try again in a moment.';
    end if;
    v_categories := inventory.with_categories_below(array[old.category_id]);
    if (new.attribute, new.type, new.category_id) is distinct from (old.attribute, old.type, old.category_id) then
        select count(*) into v_many from (
            select from inventory.items as i where i.category_id = any (v_categories) and i.attributes ? old.attribute limit 1001
        ) as i;
        if v_many > 0 then
            raise exception using errcode = 'IN015', message = format('%s has a value in %s: its name, type and category stay.', old.label, inventory.items_in_words(v_many)),
                detail = jsonb_build_object('field', case when new.type <> old.type then 'type' else 'attribute' end, 'items', v_many)::text,
                hint = case tg_op when 'DELETE' then 'Retire it.' else 'Declare another attribute, give the items that one, and retire this.' end;
        end if;
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    for v_choice in select c.choice from unnest(old.choices) as c (choice) where c.choice <> all (coalesce(new.choices, '{}')) loop
        select count(*) into v_many from (
            select from inventory.items as i
            where i.category_id = any (v_categories) and i.attributes @> jsonb_build_object(old.attribute, v_choice) limit 1001
        ) as i;
        if v_many > 0 then
            raise exception using errcode = 'IN015', message = format('"%s" is chosen in %s.', left(v_choice, 60), inventory.items_in_words(v_many)),
                detail = jsonb_build_object('field', 'choices', 'choice', v_choice, 'items', v_many)::text,
                hint = format('Give those another choice first; the search %s:%s finds them.', old.attribute, inventory.search_quoted(v_choice));
        end if;
    end loop;
    return new;
end
$$;
alter function inventory.keep_used_attribute() owner to stockroom_keeper;
comment on function inventory.keep_used_attribute() is
'Keeps an attribute that items have, its name, type and category, and every choice that is chosen. Raises IN015 (DETAIL: the field and how many items, to 1,001) also where items are being changed all the time, IN016.';
create or replace trigger attributes_used before update of attribute, type, category_id, choices on inventory.attributes
for each row when (
    (old.attribute, old.type, old.category_id) is distinct from (new.attribute, new.type, new.category_id)
    or not coalesce(new.choices, '{}') @> coalesce(old.choices, '{}')
)
execute function inventory.keep_used_attribute();
create or replace trigger attributes_used_deleted before delete on inventory.attributes
for each row execute function inventory.keep_used_attribute();
