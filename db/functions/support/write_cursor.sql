create or replace function inventory.write_cursor(place jsonb)
returns text
language sql
immutable parallel safe
return translate(encode(convert_to(place::text, 'UTF8'), 'base64'), '+/=' || chr(10), '-_');
alter function inventory.write_cursor(jsonb) owner to stockroom_owner;
grant execute on function inventory.write_cursor(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reader;
comment on function inventory.write_cursor(jsonb) is 'The place a page ended at, as an opaque word for a URL (base64url).';
