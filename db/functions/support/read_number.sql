create or replace function inventory.read_number(said text)
returns numeric
language sql
immutable parallel safe
return case when char_length(said) <= 40 and said ~ '^-?\d+(\.\d+)?$' then trim_scale(said::numeric) end;
alter function inventory.read_number(text) owner to stockroom_owner;
grant execute on function inventory.read_number(text) to stockroom_writer;
comment on function inventory.read_number(text) is
'A plain decimal number of at most 40 characters, or null: no exponent, no NaN, no infinity.';
