create table inventory.item_costs (
    item_id integer not null,
    last_cost numeric not null,
    costed_at timestamptz not null,
    constraint item_costs_pkey primary key (item_id),
    constraint item_costs_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint item_costs_last_cost_not_negative check (last_cost >= 0 and last_cost < 1000000000000)
);
comment on table inventory.item_costs is 'The latest known cost of an item. A table apart, because cost is a right of its own.';
comment on column inventory.item_costs.item_id is 'The item.';
comment on column inventory.item_costs.last_cost is 'Unit cost of the latest receipt that stated one, in the company''s currency.';
comment on column inventory.item_costs.costed_at is 'When that receipt was recorded.';
