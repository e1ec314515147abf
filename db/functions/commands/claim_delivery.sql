create or replace function api.claim_delivery(delivery uuid)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Each kind of notice has a function that says what to write, asked now: whoever may no longer
-- know of it, or has no address, gets null, and no mail.
declare
    v_delivery inventory.deliveries;
    v_letter jsonb;
begin
    select d.* into v_delivery from inventory.deliveries as d where d.delivery_id = claim_delivery.delivery for update;
    if not found or v_delivery.state in ('sent', 'suppressed', 'failed') then
        return null;
    end if;
    v_letter := case v_delivery.notice
        when 'alert' then inventory.letter_alert(v_delivery)
        when 'invitation' then inventory.letter_invitation(v_delivery)
        when 'break_glass' then inventory.letter_break_glass(v_delivery)
        when 'saved_view' then inventory.letter_saved_view(v_delivery)
        when 'admin_changed' then inventory.letter_admin_changed(v_delivery)
    end;
    if v_letter is null then
        perform api.finish_delivery(claim_delivery.delivery, 'suppressed', 'no longer permitted to see it, or no address');
        return null;
    end if;
    update inventory.deliveries as d
    set state = 'sending', attempts = d.attempts + 1, attempted_at = clock_timestamp()
    where d.delivery_id = claim_delivery.delivery;
    -- The letter last: it may be to another address than the person's own.
    return (
        select jsonb_build_object(
            'notice', v_delivery.notice, 'delivery', v_delivery.delivery_id,
            'message_id', format('<%s@stockroom.invalid>', v_delivery.delivery_id),
            'to_name', p.name, 'to_address', p.email, 'time_zone', coalesce(p.time_zone, s.time_zone), 'company', s.company
        )
        from auth.people as p
        cross join inventory.settings as s
        where p.person = v_delivery.person
    ) || v_letter;
end
$$;
alter function api.claim_delivery(uuid) owner to stockroom_keeper;
grant execute on function api.claim_delivery(uuid) to stockroom_worker;
comment on function api.claim_delivery(uuid) is
'What to mail for a delivery, or null where there is nothing to do (any more). Marks it as being sent. The Message-ID is the delivery''s own, so a send that is repeated after a crash is the same message.';
