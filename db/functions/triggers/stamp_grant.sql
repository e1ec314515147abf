create or replace function auth.stamp_grant()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    new.granted_by := coalesce(auth.signed_in(), session_user);
    new.granted_at := clock_timestamp();
    -- Granted from day to day what was taken in an emergency: it outlives it.
    if tg_op = 'UPDATE' then
        new.break_glass_id := null;
        new.reason := '';
    end if;
    return new;
end
$$;
alter function auth.stamp_grant() owner to stockroom_auth;
comment on function auth.stamp_grant() is 'Notes who granted a place and when.';
create or replace trigger location_grants_stamp before insert or update on auth.location_grants
for each row execute function auth.stamp_grant();
