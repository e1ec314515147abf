create or replace function api.item_edit_page(edit uuid)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_edit inventory.item_edits := inventory.item_edit_of(edit);
begin
    return jsonb_build_object(
        'edit', v_edit.edit_id, 'changes', v_edit.changes, 'query', v_edit.query, 'state', v_edit.state, 'total', v_edit.total,
        'done', v_edit.done, 'result', v_edit.result, 'problem', v_edit.problem, 'created_at', v_edit.created_at,
        'finished_at', v_edit.finished_at,
        'seconds', extract(epoch from coalesce(v_edit.finished_at, clock_timestamp()) - v_edit.started_at),
        'changes_begun', v_edit.checked_at is not null and v_edit.state <> 'checked',
        'waiting', v_edit.run is null and v_edit.state in ('checking', 'changing'),
        -- Whose run is silent for a minute is gone; one that waits so long may never come to its turn.
        'stopped', v_edit.run is not null and v_edit.state in ('checking', 'changing') and v_edit.heartbeat_at < clock_timestamp() - interval '1 minute',
        'can_go_on', v_edit.state in ('failed', 'cancelled')
        or (v_edit.state in ('checking', 'changing') and v_edit.heartbeat_at < clock_timestamp() - interval '1 minute')
    );
end
$$;
alter function api.item_edit_page(uuid) owner to stockroom_owner;
grant execute on function api.item_edit_page(uuid) to stockroom_manager;
comment on function api.item_edit_page(uuid) is
'A change of many items that takes a while: {"edit", "changes", "query", "state": checking, checked, changing, done, failed or cancelled, "total", "done": items gone through, "result": as api.edit_items answers, "problem", "seconds": since it began, "changes_begun": whether it is more than a check, "waiting": whether it waits for its turn, "stopped": whether whoever did it is silent, "can_go_on": whether api.start_item_edit goes on with the items that are left}. Raises IN014.';
