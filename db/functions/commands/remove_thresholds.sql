create or replace function api.remove_thresholds(selection jsonb, dry_run boolean default true)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- A dry run does all of it and takes it back: the rules themselves judge.
declare
    v_dry constant boolean := coalesce(dry_run, true); -- null is no word to remove things by
    v_one record;
    v_done jsonb[] := '{}';
    v_items integer[] := '{}';
    v_failures jsonb[] := '{}';
    v_taken_back boolean := false;
    v_counts jsonb;
    v_failure jsonb;
begin
    begin
        for v_one in select s.item, s.location, s.seen from inventory.selected_ranges(selection) as s loop
            v_failure := inventory.try_removal(v_one.item, v_one.location, v_one.seen);
            if v_failure ? 'code' then
                v_failures := v_failures || v_failure;
                perform inventory.propose_no_more(cardinality(v_failures));
                continue;
            end if;
            v_items := v_items || (v_failure ->> 'item_id')::integer;
            v_done := v_done || jsonb_build_object('item', v_one.item, 'location', v_one.location, 'seen', v_one.seen);
        end loop;
        v_counts := inventory.edit_effects(v_items);
        if v_dry or v_failures <> '{}' then
            v_taken_back := true;
            raise exception using errcode = 'P0001', message = 'Taken back.';
        end if;
    exception when sqlstate 'P0001' then
        if not v_taken_back then
            raise; -- a rule of a DBA's own
        end if;
    end;
    if v_taken_back and not v_dry then
        raise exception using errcode = 'IN020', message = format('%s of the selected ranges cannot be removed. None was.', cardinality(v_failures)),
            detail = jsonb_build_object('failures', to_jsonb(v_failures[1:100]))::text, hint = 'Leave those out, or look at them again.';
    end if;
    return jsonb_build_object(
        'dry_run', v_dry, 'removed', cardinality(v_done), 'failed', cardinality(v_failures), 'ranges', to_jsonb(v_done),
        'failures', to_jsonb(v_failures)
    ) || v_counts;
end
$$;
alter function api.remove_thresholds(jsonb, boolean) owner to stockroom_owner;
grant execute on function api.remove_thresholds(jsonb, boolean) to stockroom_manager;
comment on function api.remove_thresholds(jsonb, boolean) is
'Removes many ranges, all or none. selection is {"ranges": [{"item": SKU, "location": code, "seen"?: text}]} or {"asked": as api.list_thresholds takes it: {"query"?, "location"?, "status"?, "severity"?, "set_by"?}}, of at most 10,000. dry_run: true shows what would be and removes nothing. Answers {"dry_run", "removed", "failed", "ranges": those that are, or can be, removed, each as it was seen: they make the selection of what was looked at, and what was changed, removed or set anew meanwhile fails, "failures": [{"item", "location", "code", "message", "hint"}], "alerts_opened", "alerts_resolved", "mails": how many}. Raises IN004 for more than 10,000, IN012, IN014, IN020 where one cannot be removed (DETAIL: which and why). Enqueues send_mail where a default''s range comes in its place and is crossed.';
