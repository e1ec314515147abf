create or replace function inventory.subscription_answer(subscription_id integer)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'subscription', s.subscription_id, 'person', s.person, 'person_name', p.name, 'group_name', s.group_name,
        'category', c.code, 'category_name', c.name, 'location', l.code, 'location_name', l.name,
        'minimum_severity', s.minimum_severity, 'channel', s.channel, 'own', s.person = (select auth.signed_in()),
        'editable', coalesce(s.person = (select auth.signed_in()), false) or ((select auth.in_group('manager')) and coalesce(
            s.location_id <@ (select auth.readable_ranges()), s.group_name is not null
        ))
    )
    from inventory.subscriptions as s
    left join api.people as p on p.person = s.person
    left join inventory.categories as c using (category_id)
    left join inventory.locations as l on l.location_id = s.location_id
    where s.subscription_id = subscription_answer.subscription_id
$$;
alter function inventory.subscription_answer(integer) owner to stockroom_owner;
grant execute on function inventory.subscription_answer(integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.subscription_answer(integer) is 'Who is told of what, as commands and lists answer it.';
