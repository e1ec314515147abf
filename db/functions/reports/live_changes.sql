create or replace function api.live_changes(cursor text)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- what is new is little, which a plan made for any cursor cannot know
set enable_bitmapscan = off
as $$
-- The ledger is its own outbox. Order of ids is not order of commits, so the cursor is a
-- snapshot: new is what it could not see, however long its transaction took.
--
-- Alerts carry no number of their transaction that an index could find, only their second: told
-- are those of the last seconds, and of late postings. A range may be set and committed late, too:
-- its row tells its transaction, or a part of it, so all that began after the oldest of the last
-- look are told, perhaps again. The cursor's marks, a number and a second each, bound their second:
-- a transaction with that number or a later one wrote nothing before it. The first mark is at or
-- before all that still ran at the last look; the second follows as soon as that is true of it.
declare
    v_parts text[] := string_to_array(cursor, ' ');
    v_last pg_snapshot;
    v_now pg_snapshot := pg_current_snapshot();
    v_top bigint := pg_snapshot_xmax(v_now)::text::bigint;
    v_second bigint := floor(extract(epoch from now()))::bigint;
    v_changes jsonb;
    v_more jsonb;
    v_since timestamptz;
    v_mark timestamptz;
begin
    if (pg_input_is_valid(v_parts[1], 'pg_snapshot') and cursor ~ '^\S+(( \d{1,18}){4})?$') is not true then
        raise exception using errcode = 'IN014', message = 'The live cursor is not one of ours.', hint = 'Start with api.live_cursor().';
    end if;
    v_last := v_parts[1]::pg_snapshot;
    if pg_snapshot_xmax(v_last) > pg_snapshot_xmax(v_now) then
        v_last := v_now; -- from before a restore: its numbers mean nothing here
        v_parts := null;
    end if;
    if cardinality(v_parts) = 5 is not true then -- as in api.live_cursor()
        v_parts := array['', '3', (v_second - 86400)::text, v_top::text, v_second::text];
    end if;
    v_mark := to_timestamp(v_parts[3]::bigint);
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
        'cursor', concat_ws(' ', v_now, case when pg_snapshot_xmin(v_now) < v_parts[4]::xid8
            then concat_ws(' ', v_parts[2], v_parts[3], v_parts[4], v_parts[5])
            else concat_ws(' ', v_parts[4], v_parts[5], v_top, v_second) end),
        'changes', v_changes, 'more', v_more,
        'alerts', (
            select coalesce(jsonb_agg(distinct a.location_id), '[]')
            from (
                select o.location_id from inventory.alerts as o where o.opened_at > v_since
                union all
                select r.location_id from inventory.alerts as r where r.resolved_at > v_since
                union all
                select e.location_id
                from (
                    select o.location_id, o.xmin from inventory.alerts as o where o.opened_at >= v_mark and o.document_id is null
                    union all
                    select r.location_id, r.xmin from inventory.alerts as r where r.resolved_at >= v_mark and r.resolution <> 'back in range'
                ) as e
                cross join lateral (select e.xmin::text::bigint + v_top / 4294967296 * 4294967296 as number) as x
                -- A row tells the lower half of the number; what lies ahead is from before it turned over.
                where case when x.number < v_top then x.number else x.number - 4294967296 end >= pg_snapshot_xmin(v_last)::text::bigint
            ) as a
        )
    );
end
$$;
alter function api.live_changes(text) owner to stockroom_reader;
grant execute on function api.live_changes(text) to stockroom_web;
comment on function api.live_changes(text) is
'What was committed since a cursor: {"cursor", "changes": [{"sku", "location_id"}] (at most 5,000), "more": keys of the locations that changed beyond those, "alerts": keys of the locations where alerts were opened or resolved lately}. For the web''s poller, which filters all of it per person. Raises IN014.';
