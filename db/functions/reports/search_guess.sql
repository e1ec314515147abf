create or replace function inventory.search_guess(driver text)
returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- The server's own guess is worth nothing here: beneath a row policy it may not use its figures
-- for operators that are not leakproof. Some pages of items are looked at instead, the same ones
-- each time.
declare
    v_percent numeric := least(100, 2000.0 / greatest(1, pg_relation_size('inventory.items') / 8192)); -- 20 pages
    v_found bigint;
begin
    execute format('select count(*) from inventory.items as i tablesample system (%s) repeatable (1) where %s', v_percent, driver) into v_found;
    return v_found * 100 / v_percent;
end
$$;
alter function inventory.search_guess(text) owner to stockroom_reader;
comment on function inventory.search_guess(text) is
'About how many items a driver of inventory.search_plan() finds, by a sample of twenty pages of them. Called by inventory.search_ids() only.';
