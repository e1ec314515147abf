create or replace function inventory.subtree_ranges(location_id integer, at_locations integer[])
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by their keys
as $$
    -- Of items that lie in the subtree alone: the sums of no others can change when it moves.
    select coalesce(jsonb_object_agg(b.threshold_id, jsonb_build_array(b.balance, b.status)), '{}')
    from inventory.threshold_balances as b
    where b.location_id = any (at_locations) and b.item_id in (
        select s.item_id from inventory.stock_levels as s
        join inventory.location_tree as t using (location_id)
        where t.ancestor_id = subtree_ranges.location_id and s.on_hand <> 0
    )
$$;
alter function inventory.subtree_ranges(integer, integer[]) owner to stockroom_owner;
grant execute on function inventory.subtree_ranges(integer, integer[]) to stockroom_viewer;
comment on function inventory.subtree_ranges(integer, integer[]) is
'Balance and status of the ranges set at some places over items that lie within a subtree, by threshold. What api.move_location compares before and after.';
