create or replace function inventory.bad_numbers(said jsonb, fields text[])
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'field', f.name, 'code', 'IN014', 'message', format('"%s" is no number.', left(said ->> f.name, 60)),
        'hint', 'Give it in digits, or leave it empty.'
    ) order by f.place), '[]')
    from unnest(bad_numbers.fields) with ordinality as f (name, place)
    where not pg_input_is_valid(coalesce(nullif(btrim(said ->> f.name), ''), '0'), 'numeric')
$$;
alter function inventory.bad_numbers(jsonb, text[]) owner to stockroom_owner;
grant execute on function inventory.bad_numbers(jsonb, text[]) to stockroom_manager;
comment on function inventory.bad_numbers(jsonb, text[]) is 'Which of the fields are no numbers, as an array of inventory.problem_of; an empty one is none that is wrong.';
