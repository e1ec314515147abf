create or replace function inventory.settle_or_wait(item_ids integer[])
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- An import makes its items one by one, so what counts is what its whole transaction has set. A
-- person who writes the setting decides only who does the work.
declare
    c_at_once constant integer := 500; -- ranges a transaction, about a quarter of a second
    c_setting constant text := 'stockroom.ranges_set';
    v_set bigint := coalesce(nullif(substring(current_setting(c_setting, true) from '^[0-9]{1,9}$'), '')::bigint, 0);
    v_many bigint := inventory.wanted_many(item_ids);
    v_batch xid8 := pg_current_xact_id();
begin
    if v_set + v_many <= c_at_once then
        perform inventory.settle_defaults(item_ids);
        perform set_config(c_setting, (v_set + v_many)::text, true);
        return;
    end if;
    if not exists (select from inventory.waiting_items as w where w.batch = v_batch) then
        perform inventory.enqueue_job(
            entrypoint => 'settle_items', payload => jsonb_build_object('batch', v_batch::text),
            dedupe_key => format('settle_items:%s', v_batch)
        );
    end if;
    insert into inventory.waiting_items (batch, item_id)
    select v_batch, i.item_id from unnest(item_ids) as i (item_id)
    on conflict do nothing;
end
$$;
alter function inventory.settle_or_wait(integer[]) owner to stockroom_keeper;
comment on function inventory.settle_or_wait(integer[]) is
'Gives items the ranges of the defaults: at once up to 500 ranges a transaction, what is more by the worker. Raises IN016. Enqueues settle_items; send_mail where one is crossed.';
