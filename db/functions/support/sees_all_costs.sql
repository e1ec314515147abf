create or replace function inventory.sees_all_costs()
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Who sees every place sees every receipt.
    select auth.in_group('cost') and auth.sees_stock() and (
        auth.in_group('auditor') or not exists (
            select from inventory.locations as l where coalesce(get_bit((select auth.readable_bits()), l.location_id), 0) = 0
        )
    )
$$;
alter function inventory.sees_all_costs() owner to stockroom_reader;
grant execute on function inventory.sees_all_costs() to stockroom_viewer, stockroom_auditor;
comment on function inventory.sees_all_costs() is
'Whether the caller sees the cost of every item: by the right to costs, and every place.';
