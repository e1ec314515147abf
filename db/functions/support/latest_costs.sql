create or replace function inventory.latest_costs(items integer[])
returns table (item_id integer, unit_cost numeric, posted_at timestamptz)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select distinct on (c.item_id) c.item_id, c.unit_cost, m.posted_at
    from inventory.movement_costs as c
    join inventory.movements as m using (movement_id)
    where (latest_costs.items is null or c.item_id = any (latest_costs.items))
    and not exists (select from inventory.documents as r where r.reverses_document_id = m.document_id)
    order by c.item_id, m.posted_at desc, c.movement_id desc
$$;
alter function inventory.latest_costs(integer[]) owner to stockroom_reader;
grant execute on function inventory.latest_costs(integer[]) to stockroom_writer;
comment on function inventory.latest_costs(integer[]) is
'What items cost when they were last received, by receipts that were not reversed; of all items for null.';
