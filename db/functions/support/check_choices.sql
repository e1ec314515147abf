create or replace function inventory.check_choices(unit text, choices text[])
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_field text;
    v_message text;
begin
    if unit !~ '^[A-Za-z%/]{1,12}$' then
        v_field := 'unit';
        v_message := 'A unit has 1 to 12 letters, % and /: kg, m/s.';
    elsif cardinality(choices) > 200 then
        v_field := 'choices';
        v_message := format('These are %s choices; 200 are the most.', cardinality(choices));
    elsif exists (select from unnest(choices) as c (choice) where char_length(c.choice) > 100 or c.choice ~ '[[:cntrl:]]') then
        v_field := 'choices';
        v_message := 'A choice has at most 100 characters, on one line.';
    else
        return;
    end if;
    raise exception using errcode = 'IN017', message = v_message, detail = jsonb_build_object('field', v_field)::text,
        hint = 'Nothing was changed. Correct this and try again.';
end
$$;
alter function inventory.check_choices(text, text[]) owner to stockroom_owner;
grant execute on function inventory.check_choices(text, text[]) to stockroom_manager, stockroom_keeper;
comment on function inventory.check_choices(text, text[]) is
'Holds an attribute''s unit to what a search can read, and its choices to what a list can show. Raises IN017; DETAIL says the field.';
