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
