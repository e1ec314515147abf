create or replace function api.category_page(category text)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_category_id integer := inventory.category_of(category);
    v_page jsonb;
begin
    select jsonb_build_object(
        'category', inventory.category_answer(c.code),
        'below', (select coalesce(jsonb_agg(jsonb_build_object('category', b.code, 'name', b.name) order by b.name, b.code), '[]') from inventory.categories as b where b.parent_id = c.category_id),
        'can', jsonb_build_object('keep', auth.in_group('manager'))
    ) into v_page
    from inventory.categories as c where c.category_id = v_category_id;
    -- Admins keep people, not items: they may not even name that table.
    if auth.in_group('viewer') or auth.in_group('counter') or auth.in_group('auditor') then
        v_page := v_page || jsonb_build_object(
            'items', (select count(*) from (select from inventory.items as i where i.category_id = v_category_id limit 1001) as i),
            'attributes', (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'attribute', a.attribute, 'label', a.label, 'type', a.type, 'unit', a.unit, 'required', a.required, 'category', o.code
                ) order by a.place, a.attribute_id), '[]')
                from inventory.category_attributes(v_category_id) as a
                join inventory.categories as o on o.category_id = a.category_id
                where a.retired_at is null
            )
        );
    end if;
    return v_page;
end
$$;
alter function api.category_page(text) owner to stockroom_owner;
grant execute on function api.category_page(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.category_page(text) is
'All of a category''s page: {"category": as api.categories has it, "below", "can"}; for who sees items "attributes": declared here and above, and "items": how many it has itself, counted to 1,001. Raises IN014.';
