create or replace function inventory.letter_saved_view(delivery inventory.deliveries)
returns jsonb
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Looked at again as the reader, who may have lost a right, or the view emptied, since.
    select jsonb_build_object(
        'view_name', v.name, 'severity', w.severity, 'opened_at', w.opened_at,
        'found', least(l.counted, 1000), 'found_exact', l.counted <= 1000, 'items', l.items, 'path', '/saved_views/' || v.view_id
    )
    from inventory.view_watches as w
    join inventory.saved_views as v using (view_id)
    join auth.people as p on p.person = w.person
    cross join lateral inventory.look_as(w.person, w.view_id, 5) as l
    where w.view_id::text = delivery.about and w.person = delivery.person and p.email is not null and l.counted > 0
$$;
alter function inventory.letter_saved_view(inventory.deliveries) owner to stockroom_keeper;
comment on function inventory.letter_saved_view(inventory.deliveries) is
'What the mail about a saved view says; null for who does not watch it or may not use it any more, or where it is empty by now.';
