create or replace function inventory.check_edits(changes jsonb)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- What would fail for every item is said once, before any is touched, and all of it.
declare
    v_problems jsonb;
    v_bounds jsonb;
begin
    perform inventory.check_keys(
        said => changes, known => array['category', 'tags_add', 'tags_remove', 'attributes', 'attribute_readings', 'retire', 'location', 'minimum', 'maximum', 'severity'],
        nested => array['tags_add', 'tags_remove', 'attributes', 'attribute_readings']
    );
    if changes = '{}' or jsonb_typeof(coalesce(changes -> 'attributes', '{}')) <> 'object'
        or jsonb_typeof(coalesce(changes -> 'attribute_readings', '{}')) <> 'object'
        or jsonb_typeof(coalesce(changes -> 'retire', 'true')) <> 'boolean' then
        raise exception using errcode = 'IN014', message = 'Nothing to change is said, or only half of it.', detail = '{"field": "changes"}',
            hint = 'Say what should change; retire is true or false; attributes and attribute_readings are objects.';
    end if;
    v_problems := inventory.edit_problems(changes);
    select coalesce(jsonb_object_agg(b.field, nullif(btrim(changes ->> b.field), '')::numeric), '{}') into v_bounds
    from unnest(array['minimum', 'maximum']) as b (field)
    where changes ? b.field and not v_problems @> jsonb_build_array(jsonb_build_object('field', b.field));
    v_problems := v_problems || inventory.row_problems('inventory.thresholds', v_bounds)
        || inventory.range_problems(null, (v_bounds ->> 'minimum')::numeric, (v_bounds ->> 'maximum')::numeric, null);
    if v_problems <> '[]' then
        perform inventory.refuse_all(v_problems -> 0, v_problems);
    end if;
end
$$;
alter function inventory.check_edits(jsonb) owner to stockroom_owner;
grant execute on function inventory.check_edits(jsonb) to stockroom_manager;
comment on function inventory.check_edits(jsonb) is 'Refuses changes of api.edit_items() that no item could take. Raises IN014, IN017; DETAIL says the field, and where several are wrong all as "problems".';
