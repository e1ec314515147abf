create or replace function inventory.keep_costs()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
declare
    c_most constant integer := 1000; -- so many are valued anew by each who reads
    v_progress inventory.snapshot_progress;
    v_items integer[];
    v_before numeric[];
    v_now numeric[];
begin
    -- Up to filed_to all costs are seen by what comes after this.
    select p.* into v_progress from inventory.snapshot_progress as p;
    if v_progress.only_row is null or v_progress.valued_to = v_progress.filed_to then
        return null;
    elsif v_progress.valued_to is null then
        delete from inventory.kept_costs;
        insert into inventory.kept_costs (item_id, unit_cost) select c.item_id, c.cost_now from inventory.changed_costs() as c;
        update inventory.snapshot_progress as p set valued_to = v_progress.filed_to;
        update inventory.snapshots as s set summed_to = null; -- those of before have no value
        return 0;
    end if;
    select array_agg(c.item_id), array_agg(c.cost_before), array_agg(c.cost_now) into v_items, v_before, v_now from inventory.changed_costs() as c;
    if cardinality(v_items) between 1 and c_most and v_progress.filed_to < v_progress.valued_to + 100000 then
        return null;
    end if;
    perform inventory.value_anew(v_items, v_before, v_now) where v_items is not null;
    delete from inventory.kept_costs as k where k.item_id = any (v_items);
    insert into inventory.kept_costs (item_id, unit_cost)
    select u.item_id, u.cost from unnest(v_items, v_now) as u (item_id, cost) where u.cost is not null;
    update inventory.snapshot_progress as p set valued_to = v_progress.filed_to;
    return cardinality(v_items);
end
$$;
alter function inventory.keep_costs() owner to stockroom_keeper;
comment on function inventory.keep_costs() is
'Values all snapshots at the latest costs, once enough of them are others than those they are valued at. Answers how many items, or null where nothing was to be done. Called by api.take_snapshots.';
