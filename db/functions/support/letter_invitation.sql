create or replace function inventory.letter_invitation(delivery inventory.deliveries)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- The link is made now and lives in this answer alone: no copy of it waits in the queue.
    if not exists (
        select from auth.people as p
        where p.person = delivery.person and p.email is not null and p.kind = 'person' and auth.is_active(p.person)
    ) then
        return null;
    end if;
    return jsonb_build_object(
        'purpose', delivery.about, 'person', delivery.person, 'days', 7,
        'path', '/invitation/' || auth.make_invitation(
            person => delivery.person, purpose => delivery.about, created_by => 'mail', replaces_before => delivery.created_at
        )
    );
end
$$;
alter function inventory.letter_invitation(inventory.deliveries) owner to stockroom_keeper;
comment on function inventory.letter_invitation(inventory.deliveries) is
'What the mail of an invitation says, its link included, which is made here; null for who may not sign in now, or has no address.';
