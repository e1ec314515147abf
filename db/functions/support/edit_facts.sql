create or replace function inventory.edit_facts(item_id integer, location_id integer)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Ten thousand calls in a row: a plan that is kept, which a function of SQL has not.
begin
    return (
        select jsonb_build_object(
            'category', c.code, 'tags', to_jsonb(i.tags), 'retired', i.retired_at is not null,
            'minimum', t.minimum, 'maximum', t.maximum, 'severity', t.severity
        ) || coalesce((select jsonb_object_agg('attribute ' || a.key, a.value) from jsonb_each(i.attributes) as a), '{}')
        from inventory.items as i
        join inventory.categories as c using (category_id)
        left join inventory.thresholds as t on t.item_id = i.item_id and t.location_id = edit_facts.location_id
        where i.item_id = edit_facts.item_id
    );
end
$$;
alter function inventory.edit_facts(integer, integer) owner to stockroom_owner;
grant execute on function inventory.edit_facts(integer, integer) to stockroom_manager;
comment on function inventory.edit_facts(integer, integer) is
'What api.edit_items() can change of an item, with its range at a place: one JSON object.';
