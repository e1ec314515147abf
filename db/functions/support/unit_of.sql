create or replace function inventory.unit_of(code text)
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
    v_near text;
begin
    select t.unit_id into v_id from inventory.units as t where t.code = btrim(unit_of.code);
    if not found then
        v_near := inventory.nearest_code('unit', code);
        raise exception using errcode = 'IN014',
            message = case when btrim(code) <> '' then concat_ws(' ', format('No unit "%s".', left(code, 60)), 'Did you mean ' || v_near || '?') else 'Choose a unit.' end,
            detail = jsonb_build_object('field', 'unit', 'value', left(code, 60))::text, hint = 'Check the code.';
    end if;
    return v_id;
end
$$;
alter function inventory.unit_of(text) owner to stockroom_owner;
grant execute on function inventory.unit_of(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.unit_of(text) is 'The key of a unit that the caller may see, by its code. Raises IN014, which proposes the nearest.';
