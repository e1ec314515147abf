create or replace function api.edit_items_page(selection jsonb, category text default null)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- The same name may be declared in several categories: one field then, with what all of them take.
declare
    v_category_id integer := case when btrim(category) <> '' then inventory.category_of(edit_items_page.category) end;
    v_items integer[] := array(select s.item_id from inventory.selected_items(selection) as s);
begin
    return (
        with chosen as (
            -- Each by its key: the planner does not know how few they may be.
            select coalesce(v_category_id, i.category_id) as category_id, count(*) as items
            from inventory.items as i where i.item_id = any (v_items) group by 1
        ), declared as (
            select a.attribute, a.label, a.type, a.unit, a.choices, a.place, c.items
            from chosen as c cross join lateral inventory.category_attributes(c.category_id) as a
            where a.retired_at is null
        ), fields as (
            select d.attribute, min(d.place) as place, jsonb_build_object(
                'attribute', d.attribute, 'label', min(d.label), 'types', array_agg(distinct d.type order by d.type),
                'units', array_remove(array_agg(distinct d.unit order by d.unit), null), 'choices', (
                    select coalesce(array_agg(distinct h.choice order by h.choice), '{}')
                    from declared as o cross join lateral unnest(o.choices) as h (choice) where o.attribute = d.attribute
                ), 'items', sum(d.items)
            ) as field
            from declared as d group by d.attribute
        )
        select jsonb_build_object(
            'count', cardinality(v_items),
            'attributes', (select coalesce(jsonb_agg(f.field order by f.place, f.attribute), '[]') from fields as f)
        )
    );
end
$$;
alter function api.edit_items_page(jsonb, text) owner to stockroom_owner;
grant execute on function api.edit_items_page(jsonb, text) to stockroom_manager;
comment on function api.edit_items_page(jsonb, text) is
'What a form to change many items offers. selection: as api.edit_items takes it; category: into which they go by the same change. Answers {"count": items selected, "attributes": [{"attribute", "label", "types": array, "units": array, "choices": array, "items": of how many of them}], those that their categories declare}. Raises IN004 for more than 10,000, IN012, IN014.';
