create or replace function api.recent_movements(after text default null, max_rows integer default 50)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select inventory.movement_page(null, recent_movements.after, recent_movements.max_rows)
$$;
alter function api.recent_movements(text, integer) owner to stockroom_owner;
grant execute on function api.recent_movements(text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.recent_movements(text, integer) is
'A page of all movements the caller may see, newest first: {"rows", "next"}; after: the page before''s next. Raises IN014.';
