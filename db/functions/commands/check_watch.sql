create or replace function api.check_watch(view uuid, person text)
returns boolean
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_watch inventory.view_watches;
    v_found record;
    v_count integer;
    v_readable boolean;
begin
    select w.* into v_watch from inventory.view_watches as w
    where w.view_id = check_watch.view and w.person = check_watch.person for update;
    if not found then
        return false;
    end if;
    select l.counted, l.exact into v_found from inventory.look_as(check_watch.person, check_watch.view, 0) as l;
    v_readable := found;
    -- A long look that ended early found none so far: that is not known to be none.
    if v_found.counted = 0 and not v_found.exact then
        return false;
    end if;
    v_count := coalesce(v_found.counted, 0);
    update inventory.view_watches as w
    set found = v_count, opened_at = case when v_count > 0 then coalesce(w.opened_at, now()) end, checked_at = now(), is_readable = v_readable
    where w.view_id = check_watch.view and w.person = check_watch.person;
    if v_count = 0 or v_watch.opened_at is not null then
        return false;
    end if;
    return inventory.tell_person(check_watch.person, 'saved_view', check_watch.view::text) is not null;
end
$$;
alter function api.check_watch(uuid, text) owner to stockroom_keeper;
grant execute on function api.check_watch(uuid, text) to stockroom_worker;
comment on function api.check_watch(uuid, text) is
'Looks whether a saved view finds something for one who watches it, with their rights as they are now. When it begins to, they are told once, and again only after it was empty. Answers whether they are. A search that they can no longer read is noted as such. Enqueues send_notice.';
