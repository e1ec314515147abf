create or replace function inventory.check_time_zone()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.check_zone(new.time_zone);
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
