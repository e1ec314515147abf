create or replace function inventory.last_movement()
returns bigint
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select max(m.movement_id) from inventory.movements as m where (select auth.may_act())
$$;
alter function inventory.last_movement() owner to stockroom_reader;
grant execute on function inventory.last_movement() to stockroom_viewer, stockroom_auditor;
comment on function inventory.last_movement() is
'The key of the newest movement anywhere, so that a search that begins at the end of the ledger can be told where to stop.';
