create or replace function audit.midnight(day date, zone text)
returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case when day is not null
        then least(greatest(day, date '0001-01-01'), date '9999-12-31')::timestamp at time zone coalesce(zone, 'UTC') end
$$;
alter function audit.midnight(date, text) owner to stockroom_owner;
grant execute on function audit.midnight(date, text) to stockroom_auditor, stockroom_admin;
comment on function audit.midnight(date, text) is 'When a day begins in a time zone; null for none. Days beyond our era are its first and last.';
