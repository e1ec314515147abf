create or replace function inventory.check_keys(said jsonb, known text[], nested text[])
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- A key that is not known would be lost without a word, and an array taken for a text would be
-- kept as its JSON.
declare
    v_field text;
begin
    if jsonb_typeof(said) is distinct from 'object' then
        raise exception using errcode = 'IN014', message = 'What was given is no JSON object.',
            hint = format('An object with %s.', array_to_string(known, ', '));
    end if;
    select left(min(k.key), 60) into v_field from jsonb_object_keys(said - known) as k (key);
    if v_field is not null then
        raise exception using errcode = 'IN014', message = format('"%s" is a key that is not known here.', v_field),
            detail = jsonb_build_object('field', v_field)::text, hint = format('Known are %s.', array_to_string(known, ', '));
    end if;
    select min(e.key) into v_field from jsonb_each(said - nested) as e (key, value)
    where jsonb_typeof(e.value) in ('object', 'array');
    if v_field is not null then
        raise exception using errcode = 'IN014', message = format('%s is an object or an array, and should be a text or a number.', v_field),
            detail = jsonb_build_object('field', v_field)::text, hint = 'Give one plain value.';
    end if;
end
$$;
alter function inventory.check_keys(jsonb, text[], text[]) owner to stockroom_owner;
grant execute on function inventory.check_keys(jsonb, text[], text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people;
comment on function inventory.check_keys(jsonb, text[], text[]) is
'Refuses what is no object, has unknown keys, or an object or array where none belongs (all but nested). Raises IN014; DETAIL says the field.';
