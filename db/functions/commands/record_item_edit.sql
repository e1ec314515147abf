create or replace function api.record_item_edit(edit uuid, done integer, state text default null, result jsonb default null, problem text default null, run uuid default null)
returns boolean
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if record_item_edit.state is not null and record_item_edit.state not in ('checked', 'done', 'failed')
        or jsonb_typeof(coalesce(result, '{}')) <> 'object' then
        raise exception using errcode = 'IN017', message = 'What came of the change is not understood.', detail = '{"field": "state"}',
            hint = 'state is checked, done or failed; result is an object.';
    end if;
    update inventory.item_edits as e
    set done = least(greatest(0, coalesce(record_item_edit.done, 0)), e.total), heartbeat_at = clock_timestamp(),
        state = coalesce(record_item_edit.state, e.state), result = coalesce(record_item_edit.result, e.result),
        problem = left(record_item_edit.problem, 2000),
        checked_at = case when record_item_edit.state = 'checked' then clock_timestamp() else e.checked_at end,
        finished_at = case when record_item_edit.state is not null then clock_timestamp() end
    where e.edit_id = record_item_edit.edit and e.state in ('checking', 'changing')
    and e.run is not distinct from record_item_edit.run;
    return found;
end
$$;
alter function api.record_item_edit(uuid, integer, text, jsonb, text, uuid) owner to stockroom_owner;
grant execute on function api.record_item_edit(uuid, integer, text, jsonb, text, uuid) to stockroom_manager;
comment on function api.record_item_edit(uuid, integer, text, jsonb, text, uuid) is
'Notes how far a change of many items is: items done; at its end the state (checked, done or failed), what came of it, and why it failed. run: as it was claimed. Answers whether to go on: not where it was cancelled, nor where another run has it. Called in the transaction of what it tells of. Raises IN017.';
