create or replace function api.start_item_edit(edit uuid, without text[] default '{}')
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_edit inventory.item_edits := inventory.item_edit_of(edit);
    v_left text[];
begin
    if v_edit.state = 'checked' then
        -- What the check found impossible is left out as well: nobody ticked it.
        v_left := array(select upper(btrim(w.sku)) from unnest(start_item_edit.without) as w (sku))
            || array(select f.one ->> 'sku' from jsonb_array_elements(coalesce(v_edit.result -> 'failures', '[]')) as f (one));
        if not exists (select from jsonb_object_keys(v_edit.versions) as k (sku) where k.sku <> all (v_left)) then
            raise exception using errcode = 'IN017', message = 'None of the items is left to be changed.', detail = '{"field": "without"}',
                hint = 'Tick at least one that can be changed.';
        end if;
    end if;
    update inventory.item_edits as e
    -- What was changed stays so: the next run goes on behind it. A check begins anew.
    set state = case when e.checked_at is null then 'checking' else 'changing' end,
        done = case when e.checked_at is null or e.state = 'checked' then 0 else e.done end,
        result = case when e.checked_at is null or e.state = 'checked' then '{}' else e.result end,
        versions = case when e.state = 'checked' then e.versions - v_left else e.versions end,
        ranges = case when e.state = 'checked' then e.ranges - v_left else e.ranges end,
        total = case when e.state = 'checked' then (select count(*) from jsonb_object_keys(e.versions - v_left)) else e.total end,
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
alter function api.start_item_edit(uuid, text[]) owner to stockroom_owner;
grant execute on function api.start_item_edit(uuid, text[]) to stockroom_manager;
comment on function api.start_item_edit(uuid, text[]) is
'Says that a change of many items, which was checked, is now made, but for the SKUs in without and those that the check found impossible; or that one that failed, was cancelled or stopped goes on with the items that are left. It waits then for a run (api.claim_item_edit). Answers one JSON object, as api.item_edit_page does. Raises IN014, IN017 where none is left, IN020 where it is under way, or ended.';
