create or replace function api.remove_unit(unit text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_unit inventory.units;
begin
    select u.* into v_unit from inventory.units as u where u.unit_id = inventory.unit_of(remove_unit.unit);
    if v_unit.version <> remove_unit.version then
        raise exception using errcode = 'IN011', message = format('This was changed meanwhile by %s.', auth.name_of(v_unit.updated_by)),
            detail = jsonb_build_object('current', inventory.unit_answer(v_unit.code))::text, hint = 'Look at it again.';
    end if;
    delete from inventory.units as u where u.unit_id = v_unit.unit_id;
    if not found then
        raise exception using errcode = 'IN014', message = 'No unit that you may remove.', hint = 'Sign in as a manager.';
    end if;
    return jsonb_build_object('unit', v_unit.code, 'removed', 'deleted');
exception when foreign_key_violation then
    raise exception using errcode = 'IN015', message = format('Items, packs or movements are in %s.', v_unit.code), hint = 'A unit that was used stays.';
end
$$;
alter function api.remove_unit(text, integer) owner to stockroom_owner;
grant execute on function api.remove_unit(text, integer) to stockroom_manager;
comment on function api.remove_unit(text, integer) is
'Deletes a unit that nothing is in. Answers {"unit", "removed": "deleted"}. Raises IN011 where it changed meanwhile, IN014, IN015 where it is in use.';
