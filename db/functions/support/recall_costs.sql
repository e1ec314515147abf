create or replace function inventory.recall_costs(document_id uuid, posted_at timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- Lock, then look: a receipt at the same time has either written its cost, which is seen, or
-- waits here and writes a later one.
declare
    v_items integer[];
begin
    select array_agg(distinct m.item_id) into v_items from inventory.movements as m
    where m.document_id = recall_costs.document_id and m.posted_at = recall_costs.posted_at;
    perform from inventory.item_costs as k where k.item_id = any (v_items) order by k.item_id for update;
    update inventory.item_costs as k set last_cost = c.unit_cost, costed_at = c.posted_at
    from inventory.latest_costs(v_items) as c
    where k.item_id = c.item_id;
    delete from inventory.item_costs as k
    where k.item_id = any (v_items)
    and not exists (select from inventory.latest_costs(v_items) as c where c.item_id = k.item_id);
end
$$;
alter function inventory.recall_costs(uuid, timestamptz) owner to stockroom_writer;
comment on function inventory.recall_costs(uuid, timestamptz) is
'Takes the cost of a receipt that was reversed back: its items cost what they did at the latest other one, or nothing is known.';
