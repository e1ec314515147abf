create or replace function inventory.check_zone(time_zone text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- A zone the server does not know would fail every question that asks what day it is.
begin
    if time_zone is not null and not exists (select from pg_timezone_names as z where z.name = check_zone.time_zone) then
        raise exception using errcode = 'IN014', message = format('No time zone "%s".', left(time_zone, 60)),
            detail = jsonb_build_object('field', 'time_zone', 'value', left(time_zone, 60))::text,
            hint = 'Give its IANA name, for example Europe/Berlin or UTC.';
    end if;
end
$$;
alter function inventory.check_zone(text) owner to stockroom_owner;
grant execute on function inventory.check_zone(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_auth, stockroom_keeper;
comment on function inventory.check_zone(text) is 'Refuses a time zone the server does not know; null is none said. Raises IN014.';
