create or replace function inventory.record_costs(document_id uuid, posted_at timestamptz, unit_cost numeric[])
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into inventory.movement_costs (movement_id, item_id, location_id, unit_cost, quantity)
    select m.movement_id, m.item_id, m.location_id, record_costs.unit_cost[m.line_no], m.quantity
    from inventory.movements as m
    where m.document_id = record_costs.document_id and m.posted_at = record_costs.posted_at
    and record_costs.unit_cost[m.line_no] is not null;

    insert into inventory.item_costs as k (item_id, last_cost, costed_at)
    select distinct on (m.item_id) m.item_id, record_costs.unit_cost[m.line_no], m.posted_at
    from inventory.movements as m
    where m.document_id = record_costs.document_id and m.posted_at = record_costs.posted_at
    and record_costs.unit_cost[m.line_no] is not null
    order by m.item_id, m.line_no desc
    on conflict on constraint item_costs_pkey do update
    set last_cost = excluded.last_cost, costed_at = excluded.costed_at
    where k.costed_at <= excluded.costed_at
$$;
alter function inventory.record_costs(uuid, timestamptz, numeric[]) owner to stockroom_writer;
comment on function inventory.record_costs(uuid, timestamptz, numeric[]) is
'Records what the lines of a receipt cost, by line number, and the latest cost of their items.';
