create or replace function api.attribute_columns()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- Of a key that several categories declare, the one declared first tells what it is called.
    select coalesce(jsonb_agg(jsonb_build_object('column', 'attribute.' || f.attribute, 'label', f.label, 'type', f.type, 'unit', f.unit) order by f.label, f.attribute), '[]')
    from (
        select distinct on (a.attribute) a.attribute, a.label, a.type, a.unit
        from inventory.attributes as a
        where a.retired_at is null
        order by a.attribute, a.attribute_id
        limit 200
    ) as f
$$;
alter function api.attribute_columns() owner to stockroom_owner;
grant execute on function api.attribute_columns() to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.attribute_columns() is
'The attributes in use as columns of the items list, at most 200, by their labels: an array of {"column", "label", "type", "unit"}; column is for api.item_columns().';
