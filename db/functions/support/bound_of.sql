create or replace function inventory.bound_of(changes jsonb, bound text)
returns numeric
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_said text := nullif(btrim(changes ->> bound), '');
begin
    if v_said is null then
        return null;
    elsif v_said !~ '^-?[0-9]{1,15}(\.[0-9]{1,15})?$' then
        raise exception using errcode = 'IN014', message = format('"%s" is no number.', left(v_said, 60)),
            detail = jsonb_build_object('field', bound)::text, hint = 'A number in the base unit, or nothing for no bound.';
    end if;
    return v_said::numeric;
end
$$;
alter function inventory.bound_of(jsonb, text) owner to stockroom_owner;
grant execute on function inventory.bound_of(jsonb, text) to stockroom_manager;
comment on function inventory.bound_of(jsonb, text) is 'A minimum or maximum that was said, in the base unit; null for none. Raises IN014; DETAIL says the field.';
