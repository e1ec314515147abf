create or replace function inventory.tell_people(alert_id uuid)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Who is told: subscribed (themselves or their group; category, place and severity) and
-- permitted to see the place. Asked again when the mail is about to be sent.
declare
    v_delivery_id uuid;
begin
    for v_delivery_id in
        with recursive alert as (
            select a.location_id, a.severity, i.category_id
            from inventory.alerts as a
            join inventory.items as i using (item_id)
            where a.alert_id = tell_people.alert_id
        ), category as (
            select c.category_id, c.parent_id
            from inventory.categories as c
            join alert using (category_id)
            union
            select c.category_id, c.parent_id
            from category as below
            join inventory.categories as c on c.category_id = below.parent_id
        )
        insert into inventory.deliveries (alert_id, person, channel)
        select distinct tell_people.alert_id, p.person, s.channel
        from alert
        cross join inventory.subscriptions as s
        join auth.people as p on p.person = s.person
            or (s.group_name is not null and to_regrole(p.person) is not null
                and pg_has_role(to_regrole(p.person), ('stockroom_' || s.group_name)::name, 'usage'))
        where p.email is not null
        and array_position(array['info', 'warning', 'critical'], s.minimum_severity)
            <= array_position(array['info', 'warning', 'critical'], alert.severity)
        and (s.category_id is null or s.category_id in (select c.category_id from category as c))
        and (s.location_id is null or exists (
            select from inventory.location_tree as t
            where t.location_id = alert.location_id and t.ancestor_id = s.location_id
        ))
        and auth.may_read_location(p.person, alert.location_id)
        on conflict on constraint deliveries_alert_id_person_channel_key do nothing
        returning delivery_id
    loop
        perform inventory.enqueue_job(
            entrypoint => 'send_mail', payload => jsonb_build_object('delivery', v_delivery_id),
            dedupe_key => 'send_mail:' || v_delivery_id
        );
    end loop;
end
$$;
alter function inventory.tell_people(uuid) owner to stockroom_keeper;
comment on function inventory.tell_people(uuid) is
'Writes one delivery per person and channel for an alert and enqueues send_mail for each.';
