create or replace function inventory.letter_admin_changed(delivery inventory.deliveries)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Whose it was hears of it whatever became of them since; of the others who is an admin still.
    select a.about || jsonb_build_object('person_name', s.name, 'by_name', b.name, 'own', p.person = s.person, 'path', '/people/' || s.person)
    from (select delivery.about::jsonb as about) as a
    join auth.people as s on s.person = a.about ->> 'person'
    join auth.people as b on b.person = a.about ->> 'by'
    join auth.people as p on p.person = delivery.person
    where coalesce(a.about ->> 'to_address', p.email) is not null and (p.person = s.person or (
        auth.is_active(p.person) and pg_has_role(to_regrole(quote_ident(p.person)), 'stockroom_admin', 'usage')
    ))
$$;
alter function inventory.letter_admin_changed(inventory.deliveries) owner to stockroom_keeper;
comment on function inventory.letter_admin_changed(inventory.deliveries) is
'What the mail about a change of an admin says; null for who is not concerned any more, or has no address.';
