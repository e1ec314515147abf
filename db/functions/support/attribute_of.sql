create or replace function inventory.attribute_of(category text, attribute text)
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
begin
    select a.attribute_id into v_id from inventory.attributes as a
    where a.category_id = inventory.category_of(attribute_of.category) and a.attribute = lower(btrim(attribute_of.attribute));
    if not found then
        raise exception using errcode = 'IN014', message = format('No attribute "%s" of %s itself.', left(attribute, 60), left(category, 60)),
            detail = jsonb_build_object('field', 'attribute', 'value', left(attribute, 60))::text,
            hint = 'Check the name, and which category declares it.';
    end if;
    return v_id;
end
$$;
alter function inventory.attribute_of(text, text) owner to stockroom_owner;
grant execute on function inventory.attribute_of(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.attribute_of(text, text) is 'The key of an attribute, by the code of the category that declares it and its name. Raises IN014.';
