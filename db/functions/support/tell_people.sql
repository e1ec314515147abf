create or replace function inventory.tell_people(alert_id uuid)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Whether they may see the place is asked again when the mail is about to be sent.
declare
    v_delivery_id uuid;
begin
    for v_delivery_id in
        insert into inventory.deliveries (alert_id, person, channel)
        select tell_people.alert_id, l.person, l.channel
        from inventory.alerts as a
        join inventory.items as i using (item_id)
        cross join inventory.alert_listeners(i.category_id, a.location_id, a.severity) as l
        where a.alert_id = tell_people.alert_id
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
