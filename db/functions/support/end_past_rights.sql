create or replace function auth.end_past_rights(person text default null)
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $$
-- They ended by themselves, at their instant; this takes the group back and lets its person in
-- again with what is theirs from day to day. Anybody may cause it: it only ever takes what is over.
-- It waits for nobody: a transaction left open must not keep others from signing in.
declare
    v_id uuid;
    v_ended integer := 0;
begin
    for v_id in
        select b.break_glass_id from auth.break_glass_grants as b
        where b.ended_at is null and b.valid_until <= clock_timestamp()
        and (end_past_rights.person is null or b.person = end_past_rights.person)
        order by b.person, b.break_glass_id for update skip locked
    loop
        begin
            perform auth.end_rights(v_id, '');
            v_ended := v_ended + 1;
        exception when lock_not_available then
            null; -- their groups are being changed: the next time
        end;
    end loop;
    return v_ended;
end
$$;
alter function auth.end_past_rights(text) owner to stockroom_people;
grant execute on function auth.end_past_rights(text) to stockroom_auth;
comment on function auth.end_past_rights(text) is
'Takes back what was taken in an emergency and is over, of one person or all; what another transaction holds is left for the next time. Answers how many. Raises IN014, IN016, IN018.';
