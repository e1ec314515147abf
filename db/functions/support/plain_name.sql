create or replace function inventory.plain_name(said text)
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- Every character that Unicode has for a blank or the end of a line, as inventory.bare_text() knows them.
    select btrim(regexp_replace(said, '[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g'))
$$;
alter function inventory.plain_name(text) owner to stockroom_owner;
grant execute on function inventory.plain_name(text) to stockroom_manager, stockroom_admin, stockroom_keeper, stockroom_writer;
comment on function inventory.plain_name(text) is
'A name or code as it is kept: nothing before and after it, and between its words one blank each, whatever was pasted or scanned.';
