create table inventory.threshold_balances (
    threshold_id integer not null,
    item_id integer not null,
    location_id integer not null,
    minimum numeric,
    maximum numeric,
    margin numeric not null,
    measure text not null,
    balance numeric not null,
    status text not null,
    constraint threshold_balances_pkey primary key (threshold_id),
    constraint threshold_balances_threshold_id_fkey foreign key (threshold_id) references inventory.thresholds (threshold_id) on delete cascade,
    constraint threshold_balances_item_id_location_id_key unique (item_id, location_id),
    constraint threshold_balances_status_is_known check (status in ('ok', 'low', 'out', 'over'))
) with (fillfactor = 70);
create index threshold_balances_not_ok_idx on inventory.threshold_balances (item_id, status) where status <> 'ok';
comment on table inventory.threshold_balances is 'The sum each threshold judges, kept in the transaction that moves the stock, beside the bounds it is judged by: one locked row holds all that a verdict needs.';
comment on column inventory.threshold_balances.threshold_id is 'The threshold.';
comment on column inventory.threshold_balances.item_id is 'Its item.';
comment on column inventory.threshold_balances.location_id is 'Its location.';
comment on column inventory.threshold_balances.minimum is 'The threshold''s minimum.';
comment on column inventory.threshold_balances.maximum is 'The threshold''s maximum.';
comment on column inventory.threshold_balances.margin is 'The threshold''s margin.';
comment on column inventory.threshold_balances.measure is 'The threshold''s measure.';
comment on column inventory.threshold_balances.balance is 'The measure summed over the location and all below, base unit.';
comment on column inventory.threshold_balances.status is 'ok, low, out or over, with the margin taken into account.';
