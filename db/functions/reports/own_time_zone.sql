create or replace function inventory.own_time_zone()
returns text
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select p.time_zone from auth.people as p where p.person = auth.signed_in()), (select s.time_zone from inventory.settings as s), 'UTC')
$$;
alter function inventory.own_time_zone() owner to stockroom_reader;
grant execute on function inventory.own_time_zone() to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.own_time_zone() is
'The caller''s time zone, or the company''s.';
