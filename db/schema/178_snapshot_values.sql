create table inventory.snapshot_values (
    taken_at timestamptz not null,
    location_id integer not null,
    cost_location_id integer not null,
    value numeric not null,
    constraint snapshot_values_pkey primary key (taken_at, location_id, cost_location_id),
    constraint snapshot_values_taken_at_fkey foreign key (taken_at) references inventory.snapshots (taken_at) on delete cascade,
    constraint snapshot_values_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint snapshot_values_cost_location_id_fkey foreign key (cost_location_id) references inventory.locations (location_id)
);
create index snapshot_values_location_id_idx on inventory.snapshot_values (location_id);
create index snapshot_values_cost_location_id_idx on inventory.snapshot_values (cost_location_id);
comment on table inventory.snapshot_values is 'What the stock of a snapshot was worth at the latest cost recorded by then, by place and by the place whose receipt told the cost. A table apart, because cost is a right of its own.';
comment on column inventory.snapshot_values.taken_at is 'The instant.';
comment on column inventory.snapshot_values.location_id is 'Where the stock was.';
comment on column inventory.snapshot_values.cost_location_id is 'Where the receipt was that told its cost: the row is seen by who sees both.';
comment on column inventory.snapshot_values.value is 'On hand times cost, in the company''s currency.';
