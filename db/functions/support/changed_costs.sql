create or replace function inventory.changed_costs()
returns table (item_id integer, cost_before numeric, cost_now numeric)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- of what came lately
as $$
    with progress as materialized (
        select p.valued_to from inventory.snapshot_progress as p where p.valued_to is not null
    ), touched as (
        select c.item_id from progress as p join inventory.movement_costs as c on c.movement_id > p.valued_to
        union
        -- Whose receipt was reversed has another cost, or none.
        select m.item_id
        from (
            select distinct k.document_id from progress as p join inventory.movements as k on k.movement_id > p.valued_to
        ) as n
        cross join lateral (select from inventory.documents as d where d.document_id = n.document_id and d.kind = 'reversal' offset 0) as d
        join inventory.movements as m on m.document_id = n.document_id
        union
        select c.item_id from inventory.item_costs as c where not exists (select from progress)
    )
    select t.item_id, k.unit_cost, c.last_cost
    from touched as t
    left join inventory.kept_costs as k on k.item_id = t.item_id
    left join inventory.item_costs as c on c.item_id = t.item_id
    where k.unit_cost is distinct from c.last_cost
$$;
alter function inventory.changed_costs() owner to stockroom_reader;
grant execute on function inventory.changed_costs() to stockroom_keeper;
comment on function inventory.changed_costs() is
'Items whose latest cost is another than the one that snapshots are valued at, with both; null for none. By the receipts and reversals since costs were kept; all, where none are.';
