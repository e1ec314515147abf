create or replace function api.live_changes(cursor text)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- The ledger is its own outbox. Order of ids is not order of commits, so the cursor is a
-- snapshot: new is what it could not see, however long its transaction took.
declare
    v_last pg_snapshot;
    v_now pg_snapshot := pg_current_snapshot();
    v_changes jsonb;
    v_more jsonb;
    v_since timestamptz;
begin
    if pg_input_is_valid(cursor, 'pg_snapshot') is not true then
        raise exception using errcode = 'IN014', message = 'The live cursor is not one of ours.', hint = 'Start with api.live_cursor().';
    end if;
    v_last := cursor::pg_snapshot;
    if pg_snapshot_xmax(v_last) > pg_snapshot_xmax(v_now) then
        v_last := v_now; -- from before a restore: its numbers mean nothing here
    end if;
    select
        coalesce(jsonb_agg(jsonb_build_object('sku', c.sku, 'location_id', c.location_id)) filter (where c.position <= 5000), '[]'),
        coalesce(jsonb_agg(distinct c.location_id) filter (where c.position > 5000), '[]'),
        -- An alert is as old as its posting, which may have committed late.
        least(now(), min(c.since)) - interval '5 seconds'
    into v_changes, v_more, v_since
    from (
        select i.sku, m.location_id, min(d.posted_at) as since, row_number() over () as position
        from inventory.documents as d
        join inventory.movements as m on m.document_id = d.document_id and m.posted_at = d.posted_at
        join inventory.items as i using (item_id)
        where d.posted_xid >= pg_snapshot_xmin(v_last)
        and d.posted_xid < pg_snapshot_xmax(v_now)
        and not pg_visible_in_snapshot(d.posted_xid, v_last)
        -- Numbers carried over by a restore would stay "new" for ever.
        and d.posted_at > now() - interval '1 day'
        group by i.sku, m.location_id
    ) as c;
    return jsonb_build_object(
        'cursor', v_now::text, 'changes', v_changes, 'more', v_more,
        'alerts', (
            select coalesce(jsonb_agg(distinct a.location_id), '[]')
            from (
                select o.location_id from inventory.alerts as o where o.opened_at > v_since
                union all
                select r.location_id from inventory.alerts as r where r.resolved_at > v_since
            ) as a
        )
    );
end
$$;
alter function api.live_changes(text) owner to stockroom_reader;
grant execute on function api.live_changes(text) to stockroom_web;
comment on function api.live_changes(text) is
'What was committed since a cursor: {"cursor", "changes": [{"sku", "location_id"}] (at most 5,000), "more": keys of the locations that changed beyond those, "alerts": keys of the locations where alerts were opened or resolved lately}. For the web''s poller, which filters all of it per person. Raises IN014.';
