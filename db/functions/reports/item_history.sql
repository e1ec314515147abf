create or replace function api.item_history(sku text, location text default null, since timestamptz default null)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off -- a bitmap of blocks by time would have all their other items looked at
as $$
declare
    v_item_id integer := inventory.item_of(sku);
    v_location_id integer := case when location is not null then inventory.location_of(location) end;
    v_since timestamptz := coalesce(since, now() - interval '90 days');
    v_opening numeric;
    v_points jsonb;
    v_born timestamptz; -- before it there was nothing to be low
begin
    -- Backwards from what is on hand now, so that only the time asked for is read: what happened
    -- in it was recorded in it or later, so in that year's partition or a later one.
    select coalesce(sum(s.on_hand), 0) into v_opening
    from inventory.stock_levels as s
    where s.item_id = v_item_id
    and (v_location_id is null or s.location_id in (select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location_id));

    -- One step per instant; over 400 of them, one per day (its last).
    with change as (
        select m.occurred_at as at, sum(m.quantity) as quantity
        from inventory.movements as m
        where m.item_id = v_item_id and m.occurred_at >= v_since and m.posted_at >= date_trunc('year', v_since, 'UTC')
        and (v_location_id is null or m.location_id in (select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location_id))
        group by m.occurred_at
    ), step as (
        select c.at, v_opening - sum(c.quantity) over () + sum(c.quantity) over (order by c.at) as on_hand,
            v_opening - sum(c.quantity) over () as opening, count(*) over () as steps, lead(c.at) over (order by c.at) as following
        from change as c
    )
    select coalesce(jsonb_agg(jsonb_build_object('at', s.at, 'on_hand', s.on_hand) order by s.at), '[]'), coalesce(min(s.opening), v_opening)
    into v_points, v_opening
    from step as s
    where s.steps <= 400 or s.following is null
    or date_trunc('day', s.following, 'UTC') <> date_trunc('day', s.at, 'UTC');

    select least(i.created_at, (v_points -> 0 ->> 'at')::timestamptz) into v_born from inventory.items as i where i.item_id = v_item_id;
    if since is null and v_opening = 0 and v_born > v_since then
        v_since := v_born;
    end if;
    return (
        select jsonb_build_object(
            'points', case when since is not null or v_points -> 0 ->> 'at' is null or (v_points -> 0 ->> 'at')::timestamptz > v_since
                then jsonb_build_array(jsonb_build_object('at', v_since, 'on_hand', v_opening)) else '[]' end || v_points,
            'from', v_since, 'to', now(), 'unit', r.row -> 'unit', 'decimals', r.row -> 'decimals',
            'minimum', r.row -> 'minimum', 'maximum', r.row -> 'maximum'
        )
        from (select inventory.item_rows_of(array[v_item_id]) -> 0 as row) as r
    );
end
$$;
alter function api.item_history(text, text, timestamptz) owner to stockroom_owner;
grant execute on function api.item_history(text, text, timestamptz) to stockroom_viewer, stockroom_auditor;
comment on function api.item_history(text, text, timestamptz) is
'On hand of an item over time, as steps by occurred_at, over the caller''s places or one of them: {"points": [{"at", "on_hand"}], "from", "to", "unit", "decimals", "minimum", "maximum"}. since: 90 days ago where left out, or where the item was made or first moved, if that is later. Raises IN014.';
