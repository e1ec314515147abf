create or replace function api.claim_delivery(delivery uuid)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Whether the person may see the place is asked again now: a right taken back since the
-- alert opened stops the mail.
declare
    v_delivery inventory.deliveries;
begin
    select d.* into v_delivery from inventory.deliveries as d where d.delivery_id = claim_delivery.delivery for update;
    if not found or v_delivery.state in ('sent', 'suppressed', 'failed') then
        return null;
    end if;
    if not exists (
        select from inventory.alerts as a
        join auth.people as p on p.person = v_delivery.person
        where a.alert_id = v_delivery.alert_id and p.email is not null and auth.may_read_location(p.person, a.location_id)
    ) then
        perform api.finish_delivery(claim_delivery.delivery, 'suppressed', 'no longer permitted to see it, or no address');
        return null;
    end if;
    update inventory.deliveries as d
    set state = 'sending', attempts = d.attempts + 1, attempted_at = clock_timestamp()
    where d.delivery_id = claim_delivery.delivery;
    return (
        select jsonb_build_object(
            'delivery', v_delivery.delivery_id, 'message_id', format('<%s@stockroom.invalid>', v_delivery.delivery_id),
            'to_name', p.name, 'to_address', p.email, 'time_zone', coalesce(p.time_zone, s.time_zone), 'kind', a.kind,
            'severity', a.severity, 'sku', i.sku, 'item_name', i.name, 'location', l.code, 'location_name', l.name,
            'balance', a.balance_at_opening, 'minimum', a.minimum, 'maximum', a.maximum, 'unit', u.code, 'decimals', u.decimals,
            'opened_at', a.opened_at, 'resolved_at', a.resolved_at, 'path', '/items/' || i.sku, 'company', s.company
        )
        from inventory.alerts as a
        join inventory.items as i using (item_id)
        join inventory.units as u using (unit_id)
        join inventory.locations as l using (location_id)
        join auth.people as p on p.person = v_delivery.person
        cross join inventory.settings as s
        where a.alert_id = v_delivery.alert_id
    );
end
$$;
alter function api.claim_delivery(uuid) owner to stockroom_keeper;
grant execute on function api.claim_delivery(uuid) to stockroom_worker;
comment on function api.claim_delivery(uuid) is
'What to mail for a delivery, or null where there is nothing to do (any more). Marks it as being sent. The Message-ID is the delivery''s own, so a send that is repeated after a crash is the same message.';
