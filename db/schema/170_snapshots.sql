-- The weeks whose stock is kept, so that a report of the past reads one of them and what came
-- after it, and not the ledger from its beginning. Derived: api.take_snapshots() makes them.
create table inventory.snapshots (
    taken_at timestamptz not null,
    known_to bigint not null,
    made_at timestamptz not null default now(),
    settled_to bigint,
    recorded_to bigint,
    summed_to bigint,
    moves_from timestamptz,
    constraint snapshots_pkey primary key (taken_at)
);
comment on table inventory.snapshots is 'Instants whose stock is kept: week by week for half a year, then every fourth week. Derived from movements.';
comment on column inventory.snapshots.taken_at is 'The instant: a Monday, 00:00 UTC. What happened before it is in.';
comment on column inventory.snapshots.known_to is 'Last movement that was known when it was made; what is recorded later is added by whoever reads.';
comment on column inventory.snapshots.made_at is 'When it was made.';
comment on column inventory.snapshots.settled_to is 'All movements up to this key were recorded before the instant; null until it is summed.';
comment on column inventory.snapshots.recorded_to is 'The newest of those known that was recorded before the instant; between the two lies what was recorded at once.';
comment on column inventory.snapshots.summed_to is 'Its sums by category are as of this key of inventory.recategorised_items; null until it is summed.';
comment on column inventory.snapshots.moves_from is 'The snapshot before it: from then on inventory.move_sums has what moved; null until it is summed.';
