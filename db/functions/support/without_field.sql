create or replace function inventory.without_field(item jsonb, field text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select case field
        when 'name' then item || '{"name": "?"}'
        when 'unit' then item || jsonb_build_object('unit', (select u.code from inventory.units as u order by u.unit_id limit 1))
        -- Of another category its attributes cannot be judged.
        when 'category' then item - 'attributes' || jsonb_build_object('category', (select c.code from inventory.categories as c order by c.category_id limit 1))
        when 'attributes' then item - 'attributes'
        else case jsonb_typeof(item -> 'attributes') when 'object' then item #- array['attributes', field] else item end - field
    end
$$;
alter function inventory.without_field(jsonb, text) owner to stockroom_owner;
grant execute on function inventory.without_field(jsonb, text) to stockroom_manager;
comment on function inventory.without_field(jsonb, text) is
'A bad item object without one of its mistakes, to be tried for the others: the field taken away, or, where an item needs it, with a value that passes.';
