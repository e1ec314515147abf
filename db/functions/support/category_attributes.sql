create or replace function inventory.category_attributes(category_id integer)
returns table (
    attribute_id integer, category_id integer, attribute text, label text, type text, unit text, choices text[], required boolean,
    place integer, retired_at timestamptz
)
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    with recursive category as (
        select c.category_id, c.parent_id from inventory.categories as c where c.category_id = category_attributes.category_id
        union
        select c.category_id, c.parent_id from inventory.categories as c join category as below on c.category_id = below.parent_id
    )
    select a.attribute_id, a.category_id, a.attribute, a.label, a.type, a.unit, a.choices, a.required, a.position, a.retired_at
    from inventory.attributes as a join category using (category_id) order by a.position, a.attribute_id
$$;
alter function inventory.category_attributes(integer) owner to stockroom_owner;
grant execute on function inventory.category_attributes(integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.category_attributes(integer) is
'The attributes declared for a category and those above it, in their order; those that are retired too.';
