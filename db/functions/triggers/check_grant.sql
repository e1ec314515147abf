create or replace function auth.check_grant()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- What a policy cannot say, as it asks of another person. Policies have asked already whether the
-- place is one of the manager's own.
declare
    v_actor text := auth.signed_in();
    v_grant auth.location_grants := case when tg_op = 'DELETE' then old else new end;
    v_holds_above boolean;
    v_holds_until timestamptz;
begin
    -- What is taken in an emergency, and ended, is decided where that is done. Changed by hand, it
    -- becomes a grant from day to day: that is asked here as any other.
    if v_actor is null or auth.in_group('admin') or (tg_op <> 'UPDATE' and v_grant.break_glass_id is not null) then
        return v_grant;
    end if;
    select bool_or(t.depth > 0), max(coalesce(g.valid_until, 'infinity')) into v_holds_above, v_holds_until
    from auth.location_grants as g
    join inventory.location_tree as t on t.ancestor_id = g.location_id and t.location_id = v_grant.location_id
    where g.person = v_actor and g.break_glass_id is null and (g.valid_until is null or g.valid_until > statement_timestamp());
    if auth.person_in_group(v_grant.person, 'admin') then
        raise exception using errcode = 'IN018', message = format('%s is an admin: their places are an admin''s to give and take.', v_grant.person),
            hint = 'Ask an admin.';
    elsif tg_op <> 'INSERT' and not v_holds_above and old.granted_by <> v_actor and auth.person_in_group(v_grant.person, 'manager') then
        raise exception using errcode = 'IN018', message = format('%s is a manager of this place as you are.', v_grant.person),
            hint = 'Ask an admin, or a manager of the place above.';
    elsif tg_op <> 'DELETE' and coalesce(new.valid_until, 'infinity') > v_holds_until then
        raise exception using errcode = 'IN018', message = format('You hold this place until %s yourself.', v_holds_until),
            hint = 'Grant it for no longer than that.';
    end if;
    return v_grant;
end
$$;
alter function auth.check_grant() owner to stockroom_auth;
comment on function auth.check_grant() is
'Managers neither give to nor take from admins, take nothing from managers beside them that they did not give, and give nothing for longer than they hold it. Raises IN018.';
create or replace trigger location_grants_check before insert or update or delete on auth.location_grants
for each row execute function auth.check_grant();
