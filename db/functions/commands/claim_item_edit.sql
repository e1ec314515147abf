create or replace function api.claim_item_edit(edit uuid, run uuid)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_edit inventory.item_edits := inventory.item_edit_of(edit);
begin
    update inventory.item_edits as e set run = claim_item_edit.run, started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
    where e.edit_id = v_edit.edit_id and e.run is null and claim_item_edit.run is not null and e.state in ('checking', 'changing')
    returning e.* into v_edit;
    if not found then
        return null;
    end if;
    return jsonb_build_object(
        'state', v_edit.state, 'changes', v_edit.changes, 'versions', v_edit.versions, 'ranges', v_edit.ranges, 'done', v_edit.done, 'result', v_edit.result
    );
end
$$;
alter function api.claim_item_edit(uuid, uuid) owner to stockroom_owner;
grant execute on function api.claim_item_edit(uuid, uuid) to stockroom_manager;
comment on function api.claim_item_edit(uuid, uuid) is
'Gives a change of many items that waits to one run, under a key that the run makes up: {"state": checking or changing, "changes", "versions": {SKU: version}, "ranges": {SKU: as it was seen; empty where changes has no location}, "done": how many of these, in the order of their SKUs, are gone through, "result": what came of those}. Answers null where another run has it, or it has ended. Raises IN014.';
