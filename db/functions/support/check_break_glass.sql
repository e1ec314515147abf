create or replace function auth.check_break_glass(group_name text, hours integer)
returns void
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person text := auth.signed_in();
    v_most integer := (select s.break_glass_hours from inventory.settings as s);
begin
    if not exists (select from auth.people as p where p.person = v_person and p.kind = 'person') then
        raise exception using errcode = 'IN018', message = 'Tools take no rights.', hint = 'Sign in as a person.';
    elsif hours not between 1 and v_most then
        raise exception using errcode = 'IN014', message = format('Between 1 and %s hours.', v_most), detail = '{"field": "hours"}', hint = 'The settings say how long.';
    elsif group_name is not null and (not auth.in_group('admin') or group_name not in ('viewer', 'staff', 'manager')) then
        raise exception using errcode = 'IN018', message = 'Only admins take a group, and only viewer, staff or manager.', hint = 'Take a place alone.';
    elsif group_name is not null and auth.in_group(group_name) then
        raise exception using errcode = 'IN018', message = format('You are in %s already.', group_name), hint = 'Take the place alone.';
    elsif group_name is null and not auth.in_group('viewer') then
        raise exception using errcode = 'IN018', message = 'A place alone shows you nothing.', hint = 'Take a group with it: viewer, staff or manager.';
    elsif (select count(*) from auth.break_glass_grants as b where b.person = v_person and b.ended_at is null) >= 10 then
        raise exception using errcode = 'IN018', message = 'You hold ten places so already.', hint = 'End one of them first.';
    end if;
end
$$;
alter function auth.check_break_glass(text, integer) owner to stockroom_auth;
grant execute on function auth.check_break_glass(text, integer) to stockroom_people;
comment on function auth.check_break_glass(text, integer) is
'Whether the signed-in person may take such rights in an emergency. Raises IN014, IN018.';
