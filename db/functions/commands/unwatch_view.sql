create or replace function api.unwatch_view(view uuid)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from inventory.view_watches as w where w.view_id = unwatch_view.view and w.person = auth.signed_in();
    if not found then
        raise exception using errcode = 'IN014', message = 'You do not watch this view.', hint = 'You are not told of it.';
    end if;
    return inventory.saved_view_answer(unwatch_view.view);
end
$$;
alter function api.unwatch_view(uuid) owner to stockroom_owner;
grant execute on function api.unwatch_view(uuid) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.unwatch_view(uuid) is
'The caller is not told of a saved view any more. Answers the view as one JSON object, as api.list_saved_views() has it; null where they may not use it any more. Raises IN014.';
