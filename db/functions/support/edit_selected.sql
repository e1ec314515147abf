create or replace function inventory.edit_selected(item_id integer, version integer, changes jsonb, range_seen text default null)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_range inventory.thresholds;
    v_sku text;
begin
    -- Before a change of category, with which defaults set other ranges.
    perform inventory.check_range(edit_selected.item_id, inventory.location_of(changes ->> 'location'), edit_selected.range_seen)
    where edit_selected.range_seen is not null;
    update inventory.items as i set
        category_id = case when changes ? 'category' then inventory.category_of(changes ->> 'category') else i.category_id end,
        tags = case when changes ?| array['tags_add', 'tags_remove'] then array(
            select t.tag from unnest(i.tags || inventory.tags_of(jsonb_build_object('tags', changes -> 'tags_add'))) as t (tag)
            where lower(btrim(t.tag)) <> all (select lower(btrim(r.tag)) from unnest(inventory.tags_of(jsonb_build_object('tags', changes -> 'tags_remove'))) as r (tag))
        ) else i.tags end,
        -- A value of null takes the attribute away.
        attributes = case when changes ?| array['attributes', 'attribute_readings'] then jsonb_strip_nulls(
            i.attributes || coalesce(changes -> 'attributes', '{}') || inventory.fitting_values(
                case when changes ? 'category' then inventory.category_of(changes ->> 'category') else i.category_id end, changes -> 'attribute_readings'
            )
        ) else i.attributes end,
        retired_at = case when (changes ->> 'retire')::boolean then coalesce(i.retired_at, now()) else i.retired_at end,
        version = coalesce(edit_selected.version, i.version)
    where i.item_id = edit_selected.item_id
    returning i.sku into v_sku;
    if not found then
        raise exception using errcode = 'IN014', message = 'No such item that you may edit.', hint = 'It may have been removed meanwhile.';
    end if;
    if changes ? 'location' then
        select t.* into v_range from inventory.thresholds as t
        where t.item_id = edit_selected.item_id and t.location_id = inventory.location_of(changes ->> 'location');
        perform api.set_threshold(
            item => v_sku, location => changes ->> 'location',
            minimum => case when changes ? 'minimum' then inventory.bound_of(changes, 'minimum') else v_range.minimum end,
            maximum => case when changes ? 'maximum' then inventory.bound_of(changes, 'maximum') else v_range.maximum end,
            margin => coalesce(v_range.margin, 0), severity => coalesce(changes ->> 'severity', v_range.severity, 'warning'),
            version => coalesce(v_range.version, 0)
        );
    end if;
end
$$;
alter function inventory.edit_selected(integer, integer, jsonb, text) owner to stockroom_owner;
grant execute on function inventory.edit_selected(integer, integer, jsonb, text) to stockroom_manager;
comment on function inventory.edit_selected(integer, integer, jsonb, text) is
'Makes the changes of api.edit_items() to one item, from its version and its range as they were seen (null for any). Raises IN011 where one changed meanwhile, IN013, IN014, IN015, IN016, IN017 (DETAIL: the field). Enqueues send_mail where a range is crossed.';
