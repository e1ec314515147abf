create or replace function inventory.settle_defaults(item_ids integer[])
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by their keys
as $$
begin
    perform inventory.need_read_committed();
    -- Ranges, items, levels: the one order of locks.
    lock table inventory.thresholds in row exclusive mode;
    perform inventory.hold_items(item_ids);
    with wanted as materialized (
        select w.* from inventory.wanted_ranges(item_ids) as w
    ), gone as (
        delete from inventory.thresholds as t
        where t.item_id = any (item_ids) and t.set_by = 'default'
        and not exists (select from wanted as w where w.item_id = t.item_id and w.location_id = t.location_id)
    ), changed as (
        update inventory.thresholds as t
        set minimum = w.minimum, maximum = w.maximum, margin = w.margin, severity = w.severity, default_id = w.default_id
        from wanted as w
        where t.item_id = any (item_ids) and t.item_id = w.item_id and t.location_id = w.location_id and t.set_by = 'default'
        and (t.minimum, t.maximum, t.margin, t.severity, t.default_id) is distinct from (w.minimum, w.maximum, w.margin, w.severity, w.default_id)
    )
    insert into inventory.thresholds (item_id, location_id, minimum, maximum, margin, severity, set_by, default_id)
    select w.item_id, w.location_id, w.minimum, w.maximum, w.margin, w.severity, 'default', w.default_id
    from wanted as w
    where not exists (select from inventory.thresholds as t where t.item_id = any (item_ids) and t.item_id = w.item_id and t.location_id = w.location_id)
    order by w.item_id, w.location_id
    on conflict on constraint thresholds_item_id_location_id_key do nothing;
end
$$;
alter function inventory.settle_defaults(integer[]) owner to stockroom_keeper;
comment on function inventory.settle_defaults(integer[]) is
'Makes the ranges of some items those that the defaults give, and leaves those set by hand alone. Raises IN016. Enqueues send_mail where one is crossed.';
