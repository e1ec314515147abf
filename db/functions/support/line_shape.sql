create or replace function inventory.line_shape(kind text, line jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when jsonb_typeof(line) <> 'object' then 'IN111'
        when line - inventory.line_keys(kind) <> '{}'::jsonb then 'IN110'
        when line @? 'strict $.* ? (@.type() == "object" || @.type() == "array")' then 'IN111'
        when char_length(btrim(line ->> 'reason')) > 200 or char_length(line ->> 'note') > 500
            or char_length(btrim(line ->> 'lot')) > 60 then 'IN111'
        when not (line ->> 'expires_on' ~ '^(\d{4}-\d{2}-\d{2})?$'
            and (line ->> 'expires_on' = '' or pg_input_is_valid(line ->> 'expires_on', 'date'))) then 'IN111'
    end;
end
$$;
alter function inventory.line_shape(text, jsonb) owner to stockroom_writer;
comment on function inventory.line_shape(text, jsonb) is
'The code of what is wrong with a line before anything is looked up: no object, unknown keys, nested values, texts too long, no date. Null where nothing is.';
