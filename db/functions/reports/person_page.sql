create or replace function api.person_page(person text)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_all boolean := auth.in_group('admin') or auth.in_group('auditor') or (auth.signed_in() is null and auth.may_act());
    v_ranges int4multirange := case when auth.in_group('manager') then auth.postable_ranges() else '{}' end;
    v_grantable int4multirange := case when auth.in_group('manager') and not auth.in_group('admin') then auth.grantable_ranges() end;
    v_person auth.people;
begin
    if not auth.may_see_person(person) then
        raise exception using errcode = 'IN014', message = format('No person "%s" among those you may see.', left(person, 63)),
            hint = 'See /people.';
    end if;
    select p.* into v_person from auth.people as p where p.person = person_page.person;
    if not found then
        raise exception using errcode = 'IN014', message = format('No person "%s" among those you may see.', left(person, 63)),
            hint = 'See /people.';
    end if;
    return auth.person_facts(person, v_all, v_ranges) || jsonb_build_object(
        'time_zone', v_person.time_zone, 'created_at', v_person.created_at, 'created_by', v_person.created_by, 'created_by_name', coalesce((select n.name from auth.people as n where n.person = v_person.created_by), v_person.created_by),
        'disabled_at', v_person.disabled_at, 'web_only', v_person.web_only,
        'second_factor', case when v_all then auth.needs_second_factor(person) end, 'own', coalesce(v_person.person = auth.signed_in(), false),
        'group_names', to_jsonb(auth.group_names()),
        'sessions', case when v_all then auth.sessions_of(person) end,
        'mail', case when v_all then (
            select jsonb_build_object('state', d.state, 'at', coalesce(d.sent_at, d.attempted_at, d.created_at), 'purpose', d.about)
            from inventory.deliveries as d
            where d.person = v_person.person and d.notice = 'invitation' order by d.created_at desc limit 1
        ) end,
        -- Null where the caller may, else why not: what the function itself would say.
        'can', (
            select jsonb_object_agg(a.action, auth.person_refusal(v_person.person, a.action))
            from unnest(array[
                'edit_user', 'set_groups', 'disable_user', 'enable_user', 'offboard_user', 'send_invitation', 'invitation_link',
                'set_password', 'create_token', 'reset_second_factor'
            ]) as a (action)
        ) || jsonb_build_object(
            'grant_location', case
                when v_person.person = auth.signed_in() and not auth.is_only_admin()
                    then 'Nobody grants places to themselves. Ask another manager or an admin.'
                when not (auth.in_group('admin') or auth.in_group('manager') or (auth.signed_in() is null and auth.may_act()))
                    then 'Only an admin, or a manager of the place, does this.'
                when v_grantable = '{}' then 'You hold no place for good that you could grant.'
                -- auth.check_grant()
                when v_grantable is not null and auth.person_in_group(v_person.person, 'admin')
                    then format('%s is an admin: their places are an admin''s to give and take.', v_person.person)
            end
        ),
        -- Which, for who may not grant all.
        'grantable', case when v_grantable is not null then (
            select coalesce(jsonb_agg(l.code order by l.code), '[]')
            from inventory.locations as l where l.retired_at is null and l.location_id <@ v_grantable
        ) end,
        'see_as', auth.may_see_as(auth.signed_in(), v_person.person)
    );
end
$$;
alter function api.person_page(text) owner to stockroom_reader;
grant execute on function api.person_page(text) to stockroom_manager, stockroom_auditor, stockroom_admin;
comment on function api.person_page(text) is
'All of a person''s page as one JSON object: as in api.list_people, with sessions and tokens, and whether a second factor is set (code) or must be (enrolment) (for admins and auditors), how their last invitation went, and for each command why the caller may not, or null; the places that a manager may grant (null: all), whether the caller may see as them. Raises IN014.';
