create or replace function inventory.shape_problems(kind text, line jsonb)
returns table (code text, field text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_keys text[] := inventory.line_keys(kind);
    v_said text;
begin
    if jsonb_typeof(line) <> 'object' then
        return query values ('IN111', 'line', 'The line is no object.', 'A line is {"item", "location", "quantity", …}.');
        return;
    end if;
    return query
    select 'IN110', left(s.key, 100), format('A line of this document has no "%s".', left(s.key, 40)),
        coalesce(format('Did you mean "%s"?', inventory.nearest_word(left(s.key, 40), v_keys)), format('Known are: %s.', array_to_string(v_keys, ', ')))
    from jsonb_object_keys(line) as s (key) where s.key <> all (v_keys) order by s.key limit 10;
    return query
    select 'IN111', s.key, format('%s is one value, no array or object.', s.key), 'Write a text or a number.'
    from jsonb_each(line) as s where s.key = any (v_keys) and jsonb_typeof(s.value) in ('object', 'array') order by s.key;
    return query
    select 'IN111', t.field, format('%s has at most %s characters; this has %s.', t.title, t.most, char_length(t.said)), 'Shorten it.'
    from (values
        ('lot', 'The code of a lot', btrim(line ->> 'lot'), 60), ('reason', 'A reason', btrim(line ->> 'reason'), 200), ('note', 'A note', line ->> 'note', 500)
    ) as t (field, title, said, most)
    where jsonb_typeof(line -> t.field) not in ('object', 'array') and char_length(t.said) > t.most;
    v_said := line ->> 'expires_on';
    if jsonb_typeof(line -> 'expires_on') not in ('object', 'array')
        and not (v_said ~ '^(\d{4}-\d{2}-\d{2})?$' and (v_said = '' or pg_input_is_valid(v_said, 'date'))) then
        return query values ('IN111', 'expires_on', format('"%s" is no date.', left(v_said, 40)), 'Write it like 2027-01-31.');
    end if;
end
$$;
alter function inventory.shape_problems(text, jsonb) owner to stockroom_writer;
comment on function inventory.shape_problems(text, jsonb) is
'All that inventory.line_shape finds wrong with a line, each with its field, a sentence and what to do: every key that is not known with the nearest, what is no plain value, texts too long, no date.';
