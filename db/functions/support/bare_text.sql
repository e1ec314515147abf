create or replace function inventory.bare_text(said text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    -- Every character that Unicode has for a blank or the end of a line.
    select btrim(said, e'\u0009\u000a\u000b\u000c\u000d\u001c\u001d\u001e\u001f\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000')
$$;
alter function inventory.bare_text(text) owner to stockroom_owner;
grant execute on function inventory.bare_text(text) to stockroom_manager, stockroom_admin;
comment on function inventory.bare_text(text) is 'A text without the blanks, tabs and ends of lines before and after it, as a cell of a file is read.';
