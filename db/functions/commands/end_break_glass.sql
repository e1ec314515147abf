create or replace function api.end_break_glass(break_glass uuid)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_actor text := auth.signed_in();
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in person ends rights.', hint = 'Sign in.';
    end if;
    perform from auth.break_glass_grants as b
    where b.break_glass_id = end_break_glass.break_glass and b.ended_at is null
    and (b.person = v_actor or v_actor is null or auth.in_group('admin') or b.location_id <@ (select auth.grantable_ranges()))
    for update;
    if not found then
        raise exception using errcode = 'IN014', message = 'No such rights that you may end: perhaps they ended.', hint = 'See the list.';
    end if;
    perform auth.end_rights(end_break_glass.break_glass, coalesce(v_actor, session_user));
end
$$;
alter function api.end_break_glass(uuid) owner to stockroom_people;
grant execute on function api.end_break_glass(uuid) to stockroom_manager, stockroom_admin;
comment on function api.end_break_glass(uuid) is
'Ends rights taken in an emergency before their time: one''s own, as an admin anybody''s, as a manager those at places one holds. Raises IN006, IN014, IN016.';
