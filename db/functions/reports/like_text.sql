create or replace function inventory.like_text(said text)
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select replace(replace(replace(said, '\', '\\'), '%', '\%'), '_', '\_')
$$;
alter function inventory.like_text(text) owner to stockroom_owner;
grant execute on function inventory.like_text(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reader;
comment on function inventory.like_text(text) is
'Text as LIKE takes it literally.';
