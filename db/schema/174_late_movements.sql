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
