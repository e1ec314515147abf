create or replace function inventory.attribute_answer(attribute_id integer)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'category', c.code, 'category_name', c.name, 'attribute', a.attribute, 'label', a.label, 'type', a.type, 'unit', a.unit,
        'choices', a.choices, 'required', a.required, 'position', a.position, 'retired_at', a.retired_at,
        'version', a.version, 'updated_at', a.updated_at, 'updated_by', a.updated_by,
        'updated_by_name', auth.name_of(a.updated_by)
    )
    from inventory.attributes as a
    join inventory.categories as c using (category_id)
    where a.attribute_id = attribute_answer.attribute_id
$$;
alter function inventory.attribute_answer(integer) owner to stockroom_owner;
grant execute on function inventory.attribute_answer(integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.attribute_answer(integer) is 'An attribute as lists and commands answer it.';
