create or replace function api.stock_as_of(
    instant timestamptz default null, known_at timestamptz default null, item text default null, at_location text default null
)
returns table (sku text, name text, location text, location_name text, lot text, on_hand numeric, unit text)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- what is not asked for falls away, and the item's index serves
as $$
declare
    v_item_id integer := case when item is not null then inventory.item_of(item) end;
    v_location_id integer := case when at_location is not null then inventory.location_of(at_location) end;
begin
    return query
    with moved as (
        select m.item_id, m.location_id, m.lot_id, trim_scale(sum(m.quantity)) as on_hand
        from inventory.movements as m
        where (instant is null or m.occurred_at <= instant)
        and (known_at is null or m.posted_at <= known_at)
        and (v_item_id is null or m.item_id = v_item_id)
        and (v_location_id is null or m.location_id in (select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location_id))
        group by m.item_id, m.location_id, m.lot_id
    )
    select i.sku, i.name, l.code, l.name, nullif(t.code, ''), m.on_hand, u.code
    from moved as m
    join inventory.items as i using (item_id)
    join inventory.units as u using (unit_id)
    join inventory.locations as l using (location_id)
    join inventory.lots as t on t.lot_id = m.lot_id
    order by i.sku, l.code, t.code;
end
$$;
alter function api.stock_as_of(timestamptz, timestamptz, text, text) owner to stockroom_owner;
grant execute on function api.stock_as_of(timestamptz, timestamptz, text, text) to stockroom_viewer, stockroom_auditor;
comment on function api.stock_as_of(timestamptz, timestamptz, text, text) is
'On hand as of an instant (null for now): what had happened by then, the instant itself included. known_at leaves out what was recorded later: null for as known now, the same instant for as known then, which no back-dated document changes. A row for each item, location and lot at the caller''s places that had moved, base unit; item and at_location (it and everything below it) narrow it. As known then there is nothing before the first recording; as known now a past instant can be below zero, where an issue was back-dated before its receipt. Example: select * from api.stock_as_of(''2026-11-01'', known_at => ''2026-11-01'', item => ''HLM-WHT''). Raises IN014.';
