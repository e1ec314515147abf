create or replace function inventory.check_edits(changes jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- What would fail for every item is said once, before any is touched.
begin
    perform inventory.check_keys(
        said => changes, known => array['category', 'tags_add', 'tags_remove', 'attributes', 'attribute_readings', 'retire', 'location', 'minimum', 'maximum', 'severity'],
        nested => array['tags_add', 'tags_remove', 'attributes', 'attribute_readings']
    );
    perform inventory.tags_of(jsonb_build_object('tags', coalesce(changes -> 'tags_add', '[]'))),
        inventory.tags_of(jsonb_build_object('tags', coalesce(changes -> 'tags_remove', '[]'))),
        inventory.bound_of(changes, 'minimum'), inventory.bound_of(changes, 'maximum');
    perform inventory.check_choice('severity', changes ->> 'severity', array['info', 'warning', 'critical']);
    if changes ? 'category' then
        perform inventory.category_of(changes ->> 'category');
    end if;
    if changes ? 'location' then
        perform inventory.location_of(changes ->> 'location');
    end if;
    if changes = '{}' or jsonb_typeof(coalesce(changes -> 'attributes', '{}')) <> 'object'
        or jsonb_typeof(coalesce(changes -> 'attribute_readings', '{}')) <> 'object'
        or jsonb_typeof(coalesce(changes -> 'retire', 'true')) <> 'boolean'
        or (changes ? 'location') <> (changes ?| array['minimum', 'maximum', 'severity']) then
        raise exception using errcode = 'IN014', message = 'Nothing to change is said, or only half of it.', detail = '{"field": "changes"}',
            hint = 'A range needs a location, and a minimum, a maximum or a severity; retire is true or false; attributes and attribute_readings are objects.';
    end if;
end
$$;
alter function inventory.check_edits(jsonb) owner to stockroom_owner;
grant execute on function inventory.check_edits(jsonb) to stockroom_manager;
comment on function inventory.check_edits(jsonb) is 'Refuses changes of api.edit_items() that no item could take. Raises IN014; DETAIL says the field.';
