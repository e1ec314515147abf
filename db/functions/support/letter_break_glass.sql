create or replace function inventory.letter_break_glass(delivery inventory.deliveries)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'taken_by', b.person, 'taken_by_name', t.name, 'group_name', b.group_name, 'location', l.code, 'location_name', l.name,
        'reason', b.reason, 'granted_at', b.granted_at, 'valid_until', b.valid_until, 'ended_at', b.ended_at,
        'path', '/break_glass'
    )
    from auth.break_glass_grants as b
    join auth.people as t on t.person = b.person
    join auth.people as p on p.person = delivery.person
    left join inventory.locations as l using (location_id)
    where b.break_glass_id::text = delivery.about and p.email is not null and auth.hears_of_break_glass(p.person, b.location_id)
$$;
alter function inventory.letter_break_glass(inventory.deliveries) owner to stockroom_keeper;
comment on function inventory.letter_break_glass(inventory.deliveries) is
'What the mail about rights taken in an emergency says; null for who is not concerned any more, or has no address.';
