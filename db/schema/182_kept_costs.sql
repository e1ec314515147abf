create table inventory.kept_costs (
    item_id integer not null,
    unit_cost numeric not null,
    constraint kept_costs_pkey primary key (item_id),
    constraint kept_costs_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade
);
comment on table inventory.kept_costs is 'The costs at which snapshots are valued: those of inventory.item_costs when the worker last looked. A table apart, because cost is a right of its own.';
comment on column inventory.kept_costs.item_id is 'The item.';
comment on column inventory.kept_costs.unit_cost is 'Its latest cost then, in the company''s currency.';
