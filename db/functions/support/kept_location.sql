create or replace function inventory.kept_location(code text, field text default 'location')
returns inventory.locations
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location inventory.locations;
    v_near text;
begin
    select l.* into v_location from inventory.locations as l where l.code = upper(btrim(kept_location.code));
    if not found then
        v_near := inventory.nearest_code('location', code);
        raise exception using errcode = 'IN014', message = concat_ws(' ', format('No location "%s" among your places.', left(code, 60)), 'Did you mean ' || v_near || '?'),
            detail = jsonb_build_object('field', field)::text, hint = 'Check the code.';
    elsif not (auth.in_group('admin') or v_location.location_id <@ auth.grantable_ranges()) then
        raise exception using errcode = 'IN018', message = format('%s is not among the places you keep.', v_location.name),
            hint = 'Ask a manager who holds it, or an admin.';
    end if;
    return v_location;
end
$$;
alter function inventory.kept_location(text, text) owner to stockroom_owner;
grant execute on function inventory.kept_location(text, text) to stockroom_manager, stockroom_admin;
comment on function inventory.kept_location(text, text) is
'A place that the caller may change, by its code: a manager''s own from day to day, any for an admin. Raises IN014, IN018. The policies refuse the row as well; this says why.';
