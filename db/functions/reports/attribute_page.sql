create or replace function api.attribute_page(category text, attribute text)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_attribute_id integer := inventory.attribute_of(category, attribute);
begin
    return jsonb_build_object(
        'attribute', inventory.attribute_answer(v_attribute_id), 'can', jsonb_build_object('keep', auth.in_group('manager'))
    ) || inventory.attribute_items(v_attribute_id);
end
$$;
alter function api.attribute_page(text, text) owner to stockroom_owner;
grant execute on function api.attribute_page(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.attribute_page(text, text) is
'All of an attribute''s page: {"attribute": as api.list_attributes has it, "can"}; for who sees items also {"items": how many in use it is for, "items_exact": false where only the first 500 were looked at, "having", "lacking": how many have a value, and none}. Raises IN014.';
