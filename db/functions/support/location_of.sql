create or replace function inventory.location_of(code text, field text default 'location')
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
    v_near text;
begin
    select t.location_id into v_id from inventory.locations as t where t.code = upper(btrim(location_of.code));
    if not found then
        v_near := inventory.nearest_code('location', code);
        raise exception using errcode = 'IN014', message = case when btrim(code) <> '' then concat_ws(' ', format('No location "%s".', left(code, 60)), 'Did you mean ' || v_near || '?') else 'Choose a location.' end,
            detail = jsonb_build_object('field', field, 'value', left(code, 60))::text, hint = 'Check the code.';
    end if;
    return v_id;
end
$$;
alter function inventory.location_of(text, text) owner to stockroom_owner;
grant execute on function inventory.location_of(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people;
comment on function inventory.location_of(text, text) is 'The key of a location that the caller may see, by its code. Raises IN014, which proposes the nearest.';
