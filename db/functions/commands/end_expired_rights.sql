create or replace function api.end_expired_rights()
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- They ended by themselves, at their instant; this takes the group back and lets its person in
-- again with what is theirs from day to day. Anybody may cause it: it only ever takes what is over.
declare
    v_id uuid;
    v_ended integer := 0;
begin
    for v_id in
        select b.break_glass_id from auth.break_glass_grants as b
        where b.ended_at is null and b.valid_until <= clock_timestamp()
        order by b.person, b.break_glass_id for update
    loop
        perform auth.end_rights(v_id, '');
        v_ended := v_ended + 1;
    end loop;
    return v_ended;
end
$$;
alter function api.end_expired_rights() owner to stockroom_people;
grant execute on function api.end_expired_rights() to stockroom_worker, stockroom_auth;
comment on function api.end_expired_rights() is
'Takes back what was taken in an emergency and is over. Each minute, at every sign-in and before more is taken. Answers how many. Raises IN016.';
