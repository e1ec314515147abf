create or replace function inventory.tell_person(person text, notice text, about text)
returns uuid
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- In the transaction of what it tells of, as alerts are. The job is one of its own: a worker from
-- before it was known leaves it in the queue.
declare
    v_delivery_id uuid;
begin
    insert into inventory.deliveries (person, channel, notice, about)
    select p.person, 'email', tell_person.notice, tell_person.about
    from auth.people as p where p.person = tell_person.person and (p.email is not null or tell_person.notice = 'admin_changed')
    returning delivery_id into v_delivery_id;
    if found then
        perform inventory.enqueue_job(
            entrypoint => 'send_notice', payload => jsonb_build_object('delivery', v_delivery_id),
            dedupe_key => 'send_notice:' || v_delivery_id
        );
    end if;
    return v_delivery_id;
end
$$;
alter function inventory.tell_person(text, text, text) owner to stockroom_keeper;
grant execute on function inventory.tell_person(text, text, text) to stockroom_people;
comment on function inventory.tell_person(text, text, text) is
'Writes a notice to one person (invitation, break_glass, admin_changed or saved_view; about: what of) and enqueues send_notice. Answers the delivery; null where the person has no address.';
