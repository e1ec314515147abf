create or replace function api.settle_items(batch text)
returns boolean
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Not held by their rows here: who deletes an item holds the item first, and so does what settles it.
declare
    c_ranges constant integer := 1000; -- in one transaction
    v_batch xid8 := case when pg_input_is_valid(settle_items.batch, 'xid8') then settle_items.batch::xid8 end;
    v_items integer[];
begin
    v_items := array(
        select w.item_id from inventory.waiting_items as w where w.batch = v_batch and not w.settled order by w.item_id limit c_ranges
    );
    -- As many of them as have about so many ranges.
    v_items := v_items[:greatest(1, c_ranges * cardinality(v_items) / greatest(1, inventory.wanted_many(v_items)))];
    if v_items <> '{}' then
        perform inventory.settle_defaults(v_items);
        update inventory.waiting_items as w set settled = true where w.batch = v_batch and w.item_id = any (v_items);
    end if;
    if exists (select from inventory.waiting_items as w where w.batch = v_batch and not w.settled) then
        return true;
    end if;
    delete from inventory.waiting_items as w where w.batch = v_batch;
    return false;
end
$$;
alter function api.settle_items(text) owner to stockroom_keeper;
grant execute on function api.settle_items(text) to stockroom_worker;
comment on function api.settle_items(text) is
'Gives the next items of a large import the ranges of the defaults, about a thousand ranges; whether some are left. batch: the transaction that made them. For the worker. Raises IN016. Enqueues send_mail where a range is crossed.';
