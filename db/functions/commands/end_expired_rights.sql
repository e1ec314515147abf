create or replace function api.end_expired_rights()
returns integer
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.end_past_rights()
$$;
alter function api.end_expired_rights() owner to stockroom_people;
grant execute on function api.end_expired_rights() to stockroom_worker;
comment on function api.end_expired_rights() is
'Takes back what was taken in an emergency and is over; what another transaction holds is left for the next time. Twice a minute; one''s own also at every sign-in and before more is taken. Answers how many. Raises IN016.';
