create or replace function inventory.letter_alert(delivery inventory.deliveries)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- A right taken back since the alert opened stops the mail.
    select jsonb_build_object(
        'kind', a.kind, 'severity', a.severity, 'sku', i.sku, 'item_name', i.name, 'location', l.code, 'location_name', l.name,
        'balance', a.balance_at_opening, 'minimum', a.minimum, 'maximum', a.maximum, 'unit', u.code, 'decimals', u.decimals,
        'opened_at', a.opened_at, 'resolved_at', a.resolved_at, 'path', '/items/' || i.sku
    )
    from inventory.alerts as a
    join inventory.items as i using (item_id)
    join inventory.units as u using (unit_id)
    join inventory.locations as l using (location_id)
    join auth.people as p on p.person = delivery.person
    where a.alert_id = delivery.alert_id and p.email is not null and auth.may_read_location(p.person, a.location_id)
$$;
alter function inventory.letter_alert(inventory.deliveries) owner to stockroom_keeper;
comment on function inventory.letter_alert(inventory.deliveries) is
'What the mail about an alert says; null for who may not see its place now, or has no address.';
