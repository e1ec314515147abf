create or replace function inventory.location_stock(location_id integer)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- of one place among many, by keys
set enable_bitmapscan = off -- and no further than is counted
as $$
declare
    c_most constant integer := 1001;
    v_levels integer := c_most * 5 / 4; -- some items lie at several places
    v_read integer;
    v_items integer;
    v_ranges integer;
    v_alerts integer;
begin
    -- Place by place, so many levels; more where those are of fewer items than are counted.
    loop
        select count(*), count(distinct n.item_id) into v_read, v_items from (
            select s.item_id
            from inventory.location_tree as t
            cross join lateral (
                select k.item_id from inventory.stock_levels as k
                where k.location_id = t.location_id and k.on_hand <> 0 limit v_levels
            ) as s
            where t.ancestor_id = location_stock.location_id limit v_levels
        ) as n;
        exit when v_items >= c_most or v_read < v_levels;
        v_levels := v_levels * 2;
    end loop;
    select count(*) into v_ranges from (
        select from inventory.thresholds as t where t.location_id = location_stock.location_id limit c_most
    ) as r;
    select count(*) into v_alerts from (
        -- Among those that are open, not among all that ever were there.
        select from (select o.location_id from inventory.alerts as o where o.resolved_at is null offset 0) as a
        where a.location_id = any (array(
            select t.location_id from inventory.location_tree as t where t.ancestor_id = location_stock.location_id
        ))
        limit c_most
    ) as n;
    return jsonb_build_object('items', least(v_items, c_most), 'ranges', v_ranges, 'alerts', v_alerts);
end
$$;
alter function inventory.location_stock(integer) owner to stockroom_owner;
grant execute on function inventory.location_stock(integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.location_stock(integer) is
'How many items lie at a place and below, how many ranges are set at it and how many alerts are open at it and below; each counted to 1,001, of what the caller sees.';
