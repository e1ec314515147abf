create or replace function api.remove_location(location text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location inventory.locations := inventory.kept_location(remove_location.location);
    v_constraint text;
begin
    if v_location.version <> remove_location.version then
        raise exception using errcode = 'IN011', message = format('This was changed meanwhile by %s.', auth.name_of(v_location.updated_by)),
            detail = jsonb_build_object('current', inventory.location_answer(v_location.code))::text, hint = 'Look at it again.';
    end if;
    delete from inventory.locations as l where l.location_id = v_location.location_id;
    return jsonb_build_object('location', v_location.code, 'removed', 'deleted');
exception when foreign_key_violation then
    get stacked diagnostics v_constraint = constraint_name;
    raise exception using errcode = 'IN015',
        message = format(case v_constraint
            when 'locations_parent_id_fkey' then 'There are places below %s.'
            when 'location_grants_location_id_fkey' then 'Somebody''s rights reach %s.'
            when 'thresholds_location_id_fkey' then 'Ranges are set at %s.'
            when 'threshold_defaults_location_id_fkey' then 'Default ranges are set at %s.'
            else '%s has been used, and stays in history.'
        end, v_location.name),
        hint = case v_constraint
            when 'locations_parent_id_fkey' then 'Move or delete those first, or close it.'
            when 'location_grants_location_id_fkey' then 'Take the place from them first, or close it.'
            when 'thresholds_location_id_fkey' then 'Remove those first, or close it.'
            when 'threshold_defaults_location_id_fkey' then 'Remove those first, or close it.'
            else 'Close it instead.'
        end;
end
$$;
alter function api.remove_location(text, integer) owner to stockroom_owner;
grant execute on function api.remove_location(text, integer) to stockroom_manager, stockroom_admin;
comment on function api.remove_location(text, integer) is
'Deletes a place that was never used: nothing lies below it, nobody''s rights or ranges rest on it and nothing ever moved there. Answers {"location", "removed": "deleted"}. Raises IN011 where it changed meanwhile, IN014, IN015 where it is in use, IN018.';
