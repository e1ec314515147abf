-- Snapshots of the stock, for reports of the past.
-- The deploy sets lock_timeout. New tables only: nothing that people hold is locked but what they refer
-- to, for an instant.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

-- The weeks whose stock is kept, so that a report of the past reads one of them and what came
-- after it, and not the ledger from its beginning. Derived: api.take_snapshots() makes them.
create table inventory.snapshots (
    taken_at timestamptz not null,
    known_to bigint not null,
    made_at timestamptz not null default now(),
    constraint snapshots_pkey primary key (taken_at)
);
comment on table inventory.snapshots is 'Instants whose stock is kept: week by week for half a year, then every fourth week. Derived from movements.';
comment on column inventory.snapshots.taken_at is 'The instant: a Monday, 00:00 UTC. What happened before it is in.';
comment on column inventory.snapshots.known_to is 'Last movement that was known when it was made; what is recorded later is added by whoever reads.';
comment on column inventory.snapshots.made_at is 'When it was made.';
-- One row a place, not one a level: a fifth of the bytes, and a row policy that is asked once a
-- place. The three arrays run side by side, in the order of item and lot.
create table inventory.stock_snapshots (
    taken_at timestamptz not null,
    location_id integer not null,
    item_ids integer[] not null,
    lot_ids integer[] not null,
    on_hand numeric[] not null,
    constraint stock_snapshots_pkey primary key (taken_at, location_id),
    constraint stock_snapshots_taken_at_fkey foreign key (taken_at) references inventory.snapshots (taken_at) on delete cascade,
    constraint stock_snapshots_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint stock_snapshots_arrays_are_as_long check (
        cardinality(item_ids) = cardinality(lot_ids) and cardinality(item_ids) = cardinality(on_hand)
    )
);
create index stock_snapshots_location_id_idx on inventory.stock_snapshots (location_id);
comment on table inventory.stock_snapshots is 'On hand at the instants of inventory.snapshots, a row a place. Derived from movements.';
comment on column inventory.stock_snapshots.taken_at is 'The instant.';
comment on column inventory.stock_snapshots.location_id is 'The location: what the row policy is judged on.';
comment on column inventory.stock_snapshots.item_ids is 'Items that had moved there by then, once for each lot.';
comment on column inventory.stock_snapshots.lot_ids is 'The lot of each; 0 is "no lot".';
comment on column inventory.stock_snapshots.on_hand is 'On hand of each, in the item''s base unit; 0 where all had gone.';
-- What was recorded in a later week than it happened in, or after the snapshot it belongs to was
-- made. By these a report finds back-dated movements without reading the ledger after its instant.
create table inventory.late_movements (
    movement_id bigint not null,
    item_id integer not null,
    location_id integer not null,
    lot_id integer not null,
    quantity numeric not null,
    occurred_at timestamptz not null,
    posted_at timestamptz not null,
    constraint late_movements_pkey primary key (movement_id)
);
create index late_movements_occurred_at_idx on inventory.late_movements (occurred_at);
comment on table inventory.late_movements is 'Copies of the movements that happened in an earlier week than they were recorded in. Derived from movements.';
comment on column inventory.late_movements.movement_id is 'The movement.';
comment on column inventory.late_movements.item_id is 'The item.';
comment on column inventory.late_movements.location_id is 'The location: what the row policy is judged on.';
comment on column inventory.late_movements.lot_id is 'The lot; 0 is "no lot".';
comment on column inventory.late_movements.quantity is 'Signed, in the item''s base unit.';
comment on column inventory.late_movements.occurred_at is 'When it happened.';
comment on column inventory.late_movements.posted_at is 'When it was recorded.';
create table inventory.snapshot_progress (
    only_row boolean not null default true,
    filed_to bigint not null default 0,
    mark_id bigint,
    mark_xid xid8,
    constraint snapshot_progress_pkey primary key (only_row),
    constraint snapshot_progress_is_one_row check (only_row),
    constraint snapshot_progress_mark_goes_together check ((mark_id is null) = (mark_xid is null))
);
comment on table inventory.snapshot_progress is 'How far late movements have been filed: at most one row.';
comment on column inventory.snapshot_progress.only_row is 'Always true.';
comment on column inventory.snapshot_progress.filed_to is 'Up to this movement inventory.late_movements is whole.';
comment on column inventory.snapshot_progress.mark_id is 'The next one to file to: the newest movement when the mark was made.';
comment on column inventory.snapshot_progress.mark_xid is 'A transaction that began after the mark: once all before it have ended, no movement up to the mark is still to come. Means nothing after a restore.';
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
