create or replace function api.who_is_told(item text, location text, severity text default 'warning')
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.check_choice('severity', who_is_told.severity, array['info', 'warning', 'critical']);
    return jsonb_build_object('told', (
        select coalesce(jsonb_agg(jsonb_build_object('person', p.person, 'name', p.name) order by p.name, p.person), '[]')
        from inventory.told_of(inventory.item_of(item), inventory.location_of(location), coalesce(who_is_told.severity, 'warning')) as t (person)
        join api.people as p on p.person = t.person
    ));
end
$$;
alter function api.who_is_told(text, text, text) owner to stockroom_owner;
grant execute on function api.who_is_told(text, text, text) to stockroom_manager, stockroom_auditor;
comment on function api.who_is_told(text, text, text) is
'Who would be told of an alert of this severity, of this item at this place: {"told": [{"person", "name"}]}. Nobody for a place whose stock the caller does not see. Raises IN014.';
