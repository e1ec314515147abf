create or replace function inventory.attribute_items(attribute_id integer)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Of a million items those looked at are the first; a page does not wait for the rest.
declare
    c_most constant integer := 500;
    v_attribute inventory.attributes;
    v_found record;
begin
    -- Admins keep people, not items: they may not even name that table.
    if not (auth.in_group('viewer') or auth.in_group('counter') or auth.in_group('auditor')) then
        return '{}';
    end if;
    select a.* into v_attribute from inventory.attributes as a where a.attribute_id = attribute_items.attribute_id;
    select count(*) as looked, count(*) filter (where i.attributes ? v_attribute.attribute) as having into v_found
    from (
        select k.attributes
        from inventory.categories_below(v_attribute.category_id) as c (category_id)
        cross join lateral (select i.attributes from inventory.items as i where i.category_id = c.category_id and i.retired_at is null limit c_most) as k
        limit c_most
    ) as i;
    return jsonb_build_object(
        'items', v_found.looked, 'items_exact', v_found.looked < c_most, 'having', v_found.having, 'lacking', v_found.looked - v_found.having
    );
end
$$;
alter function inventory.attribute_items(integer) owner to stockroom_owner;
grant execute on function inventory.attribute_items(integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.attribute_items(integer) is
'How many items in use an attribute is for, how many have a value and how many lack one: {"items", "items_exact": false where only the first 20,000 were looked at, "having", "lacking"}; empty for who sees no items.';
