create or replace function inventory.read_number(said text)
returns numeric
language sql
immutable parallel safe
return case when char_length(said) <= 40 and said ~ '^[ \t\r\n]*-?\d+(\.\d+)?[ \t\r\n]*$' then trim_scale(said::numeric) end;
alter function inventory.read_number(text) owner to stockroom_owner;
grant execute on function inventory.read_number(text) to stockroom_writer;
comment on function inventory.read_number(text) is
'A plain decimal number of at most 40 characters, blanks around it among them, or null: no exponent, no NaN, no infinity.';
