create or replace function inventory.fitting_values(category_id integer, readings jsonb)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- The same name may be of another type in another category: only the item's own says which reading is meant.
begin
    return (
        select coalesce(jsonb_object_agg(r.key, case when d.type in ('number', 'boolean') and r.value ? d.type then r.value -> d.type
            when jsonb_typeof(r.value) = 'object' then coalesce(r.value -> 'text', r.value) else r.value end), '{}')
        from jsonb_each(fitting_values.readings) as r
        left join lateral (
            select a.type from inventory.category_attributes(fitting_values.category_id) as a
            where a.attribute = r.key order by a.retired_at is not null limit 1
        ) as d on true
    );
end
$$;
alter function inventory.fitting_values(integer, jsonb) owner to stockroom_owner;
grant execute on function inventory.fitting_values(integer, jsonb) to stockroom_manager;
comment on function inventory.fitting_values(integer, jsonb) is
'Of values that can be read as several types ({attribute: {"text", "number"?, "boolean"?} or null}), each as the category declares it: {attribute: value}.';
