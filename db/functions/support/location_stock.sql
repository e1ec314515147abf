create or replace function inventory.location_stock(location_id integer)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'items', (
            select count(*) from (
                select distinct s.item_id from inventory.stock_levels as s
                where s.on_hand <> 0 and s.location_id in (
                    select t.location_id from inventory.location_tree as t where t.ancestor_id = location_stock.location_id
                )
                limit 1001
            ) as i
        ),
        'ranges', (
            select count(*) from (
                select from inventory.thresholds as t where t.location_id = location_stock.location_id limit 1001
            ) as r
        ),
        'alerts', (
            select count(*) from (
                select from inventory.alerts as a
                where a.resolved_at is null and a.location_id in (
                    select t.location_id from inventory.location_tree as t where t.ancestor_id = location_stock.location_id
                )
                limit 1001
            ) as a
        )
    )
$$;
alter function inventory.location_stock(integer) owner to stockroom_owner;
grant execute on function inventory.location_stock(integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.location_stock(integer) is
'How many items lie at a place and below, how many ranges are set at it and how many alerts are open at it and below; each counted to 1,001, of what the caller sees.';
