create or replace function api.remove_saved_view(view uuid)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from inventory.saved_views as v where v.view_id = remove_saved_view.view;
    if not found then
        raise exception using errcode = 'IN014', message = 'No saved view that you may remove.', hint = 'Its owner may, and managers where it is shared.';
    end if;
end
$$;
alter function api.remove_saved_view(uuid) owner to stockroom_owner;
grant execute on function api.remove_saved_view(uuid) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.remove_saved_view(uuid) is 'Removes a saved view, and nobody is told of it any more. What it found stays. Raises IN014.';
