create or replace function inventory.check_kinds(said jsonb, kinds jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- A cast would refuse in words that name no field, and stop at the first.
declare
    v_problems jsonb;
begin
    select jsonb_agg(jsonb_build_object(
        'field', k.field, 'code', 'IN017', 'hint', 'Nothing was changed. Correct this and try again.',
        'message', format('%s is %s.', left(s.value::text, 60), k.told), 'facts', jsonb_build_object('field', k.field)
    ) order by k.field) into v_problems
    from jsonb_each(said) as s
    join (
        select e.key as field, rtrim(e.value, '?') as kind, e.value like '%?' as may_be_null,
            case rtrim(e.value, '?') when 'boolean' then 'neither true nor false' when 'texts' then 'no array of texts'
                when 'whole' then 'no whole number' else 'no time' end as told
        from jsonb_each_text(kinds) as e
    ) as k on k.field = s.key
    where not case
        when s.value = 'null' then k.may_be_null
        when k.kind = 'boolean' then jsonb_typeof(s.value) = 'boolean'
        when k.kind = 'texts' then jsonb_typeof(s.value) = 'array' and not s.value @? 'strict $[*] ? (@.type() != "string")'
        when k.kind = 'whole' then s.value #>> '{}' ~ '^-?[0-9]{1,9}$'
        else pg_input_is_valid(s.value #>> '{}', 'timestamptz')
    end;
    if v_problems is not null then
        perform inventory.refuse_all(v_problems -> 0, v_problems);
    end if;
end
$$;
alter function inventory.check_kinds(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.check_kinds(jsonb, jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people;
comment on function inventory.check_kinds(jsonb, jsonb) is
'Refuses fields of a JSON object that are not of their kind, all at once. kinds: {field: boolean, texts (an array), whole (a number) or time, with ? where null is allowed}. Raises IN017; DETAIL says the field.';
