create or replace function inventory.check_time_zone()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
-- A zone the server does not know would fail every question that asks what day it is.
begin
    if new.time_zone is not null and not exists (select from pg_timezone_names as z where z.name = new.time_zone) then
        raise exception using errcode = 'IN014', message = format('No time zone "%s".', left(new.time_zone, 60)),
            detail = jsonb_build_object('field', 'time_zone', 'value', left(new.time_zone, 60))::text,
            hint = 'Give its IANA name, for example Europe/Berlin or UTC.';
    end if;
    return new;
end
$$;
alter function inventory.check_time_zone() owner to stockroom_keeper;
comment on function inventory.check_time_zone() is 'Refuses a time zone the server does not know. Raises IN014.';
create or replace trigger settings_time_zone before insert or update of time_zone on inventory.settings
for each row execute function inventory.check_time_zone();
-- After: with a trigger before, every update of a person would hold their key, companion being
-- generated, and a sign-in wait for whoever changes them.
create or replace trigger people_time_zone after insert or update of time_zone on auth.people
for each row execute function inventory.check_time_zone();
