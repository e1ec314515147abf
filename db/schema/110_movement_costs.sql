create table inventory.movement_costs (
    movement_id bigint not null,
    item_id integer not null,
    location_id integer not null,
    unit_cost numeric not null,
    quantity numeric not null,
    constraint movement_costs_pkey primary key (movement_id),
    constraint movement_costs_item_id_fkey foreign key (item_id) references inventory.items (item_id),
    constraint movement_costs_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint movement_costs_unit_cost_not_negative check (unit_cost >= 0 and unit_cost < 1000000000000)
);
create index movement_costs_item_id_idx on inventory.movement_costs (item_id, movement_id);
create index movement_costs_location_id_idx on inventory.movement_costs (location_id);
create index movement_costs_unit_cost_idx on inventory.movement_costs (item_id, unit_cost);
comment on table inventory.movement_costs is 'What a receipt line cost. A table apart, because cost is a right of its own.';
comment on column inventory.movement_costs.movement_id is 'The movement.';
comment on column inventory.movement_costs.item_id is 'The item.';
comment on column inventory.movement_costs.location_id is 'The location: what the row policy is judged on.';
comment on column inventory.movement_costs.unit_cost is 'Cost of one base unit in the company''s currency.';
comment on column inventory.movement_costs.quantity is 'The movement''s quantity, base unit.';
