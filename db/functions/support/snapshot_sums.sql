create or replace function inventory.snapshot_sums(taken_at timestamptz)
returns table (
    location_id integer, category_id integer, unit_id integer, on_hand numeric, levels integer, worth numeric, unvalued integer
)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
set enable_nestloop = off -- of a company whose snapshots were just made no figures are kept yet
as $$
    select u.location_id, i.category_id, i.unit_id, trim_scale(sum(u.on_hand)), count(*)::integer,
        trim_scale(coalesce(sum(u.on_hand * c.unit_cost), 0)), (count(*) - count(c.unit_cost))::integer
    from (
        select s.location_id, unnest(s.item_ids) as item_id, unnest(s.on_hand) as on_hand
        from inventory.stock_snapshots as s where s.taken_at = snapshot_sums.taken_at
    ) as u
    join inventory.items as i on i.item_id = u.item_id
    left join inventory.kept_costs as c on c.item_id = u.item_id
    where u.on_hand <> 0
    group by u.location_id, i.category_id, i.unit_id
$$;
alter function inventory.snapshot_sums(timestamptz) owner to stockroom_reader;
grant execute on function inventory.snapshot_sums(timestamptz) to stockroom_keeper;
comment on function inventory.snapshot_sums(timestamptz) is
'The stock of a snapshot by place, category and unit, and what it is worth at the costs that are kept. Called by inventory.sum_snapshot only.';
