create or replace function api.cancel_item_edit(edit uuid)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_edit inventory.item_edits := inventory.item_edit_of(edit);
begin
    update inventory.item_edits as e set
        state = 'cancelled', finished_at = clock_timestamp(),
        done = case e.state when 'changing' then e.done else 0 end, result = case e.state when 'changing' then e.result else '{}' end
    where e.edit_id = v_edit.edit_id and e.state in ('checking', 'checked', 'changing');
    if not found then
        raise exception using errcode = 'IN020', message = 'This change has ended.',
            detail = jsonb_build_object('state', v_edit.state)::text, hint = 'Look at its page.';
    end if;
    return api.item_edit_page(edit => v_edit.edit_id);
end
$$;
alter function api.cancel_item_edit(uuid) owner to stockroom_owner;
grant execute on function api.cancel_item_edit(uuid) to stockroom_manager;
comment on function api.cancel_item_edit(uuid) is
'Stops a change of many items: what was changed stays so, and api.start_item_edit goes on. Answers one JSON object, as api.item_edit_page does. Raises IN014, IN020 where it has ended.';
