create or replace function api.start_item_edit(edit uuid)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_edit inventory.item_edits := inventory.item_edit_of(edit);
begin
    update inventory.item_edits as e
    -- What was changed stays so: the next run goes on behind it. A check begins anew.
    set state = case when e.checked_at is null then 'checking' else 'changing' end,
        done = case when e.checked_at is null or e.state = 'checked' then 0 else e.done end,
        result = case when e.checked_at is null or e.state = 'checked' then '{}' else e.result end,
        run = null, problem = null, started_at = clock_timestamp(), heartbeat_at = clock_timestamp(), finished_at = null
    where e.edit_id = v_edit.edit_id and (
        e.state in ('checked', 'failed', 'cancelled')
        -- Its run is silent, or its turn never came: one that comes after all is refused, or does it in the other's place.
        or (e.state in ('checking', 'changing') and e.heartbeat_at < clock_timestamp() - interval '1 minute')
    );
    if not found then
        raise exception using errcode = 'IN020', message = 'This change cannot be begun now.',
            detail = jsonb_build_object('state', v_edit.state)::text, hint = 'Look at its page; one that ended is not made again.';
    end if;
    return api.item_edit_page(edit => v_edit.edit_id);
end
$$;
alter function api.start_item_edit(uuid) owner to stockroom_owner;
grant execute on function api.start_item_edit(uuid) to stockroom_manager;
comment on function api.start_item_edit(uuid) is
'Says that a change of many items, which was checked, is now made; or that one that failed, was cancelled or stopped goes on with the items that are left. It waits then for a run (api.claim_item_edit). Answers one JSON object, as api.item_edit_page does. Raises IN014, IN020 where it is under way, or ended.';
