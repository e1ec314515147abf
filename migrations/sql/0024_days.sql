-- What had moved up to each day, and what snapshots are worth. The worker adds up those that are there. New tables, and a column without a default: nothing is rewritten.
-- The deploy sets lock_timeout.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

-- All that ever moved, and what was on hand of it, up to the end of a day, by place and unit alone: what
-- moved between two days is the difference of two rows, however long between. One row a day, arrays side
-- by side. They outlast the weeks that are forgotten. No key refers to the places: what lay at a place
-- keeps it from being removed.
create table inventory.day_sums (
    taken_at timestamptz not null,
    moves_from timestamptz not null,
    known_to bigint not null,
    settled_to bigint not null,
    recorded_to bigint not null,
    location_ids integer[] not null,
    unit_ids integer[] not null,
    received numeric[] not null,
    issued numeric[] not null,
    transferred_in numeric[] not null,
    transferred_out numeric[] not null,
    adjusted numeric[] not null,
    reversed numeric[] not null,
    moves bigint[] not null,
    levels integer[] not null,
    day_moves integer[] not null,
    constraint day_sums_pkey primary key (taken_at),
    constraint day_sums_arrays_are_as_long check (
        cardinality(location_ids) = cardinality(unit_ids) and cardinality(location_ids) = cardinality(received)
        and cardinality(location_ids) = cardinality(issued) and cardinality(location_ids) = cardinality(transferred_in)
        and cardinality(location_ids) = cardinality(transferred_out) and cardinality(location_ids) = cardinality(adjusted)
        and cardinality(location_ids) = cardinality(reversed) and cardinality(location_ids) = cardinality(moves)
        and cardinality(location_ids) = cardinality(levels) and cardinality(location_ids) = cardinality(day_moves)
    )
);
comment on table inventory.day_sums is 'What had moved up to the end of each day, by place and unit. Derived from movements.';
comment on column inventory.day_sums.taken_at is 'The instant: midnight in the company''s time zone, or that of a snapshot.';
comment on column inventory.day_sums.moves_from is 'The instant of the row before it.';
comment on column inventory.day_sums.known_to is 'Last movement that was known when it was made; what is recorded later is added by whoever reads.';
comment on column inventory.day_sums.settled_to is 'All movements up to this key were recorded before the instant.';
comment on column inventory.day_sums.recorded_to is 'The newest of those known that was recorded before the instant; between the two lies what was recorded at once.';
comment on column inventory.day_sums.location_ids is 'The location itself, without those below it.';
comment on column inventory.day_sums.unit_ids is 'The items'' base unit, which is fixed once stock has moved.';
comment on column inventory.day_sums.received is 'Sum of all receipts that happened before the instant; with the five sums beside it, what was on hand.';
comment on column inventory.day_sums.issued is 'Sum of all issues: negative.';
comment on column inventory.day_sums.transferred_in is 'Sum of all that came by transfers.';
comment on column inventory.day_sums.transferred_out is 'Sum of all that went by transfers: negative.';
comment on column inventory.day_sums.adjusted is 'Sum of all adjustments and counts, signed.';
comment on column inventory.day_sums.reversed is 'Sum of all reversals, signed.';
comment on column inventory.day_sums.moves is 'How many movements.';
comment on column inventory.day_sums.levels is 'How many levels were not zero.';
comment on column inventory.day_sums.day_moves is 'How many movements since moves_from.';

-- What the sums of a snapshot are worth at the latest costs that were kept, beside inventory.stock_sums in the
-- same order. A table apart, because cost is a right of its own.
create table inventory.stock_values (
    taken_at timestamptz not null,
    location_id integer not null,
    worth numeric[] not null,
    unvalued integer[] not null,
    constraint stock_values_pkey primary key (taken_at, location_id),
    constraint stock_values_taken_at_location_id_fkey foreign key (taken_at, location_id)
    references inventory.stock_sums (taken_at, location_id) on delete cascade,
    constraint stock_values_arrays_are_as_long check (cardinality(worth) = cardinality(unvalued))
);
comment on table inventory.stock_values is 'What the stock of a snapshot is worth at the costs of inventory.kept_costs, by place, category and unit. Derived from inventory.stock_snapshots.';
comment on column inventory.stock_values.taken_at is 'The instant.';
comment on column inventory.stock_values.location_id is 'The location itself, without those below it.';
comment on column inventory.stock_values.worth is 'On hand times cost, of each category and unit of inventory.stock_sums, in the company''s currency.';
comment on column inventory.stock_values.unvalued is 'How many levels that were not zero have no cost.';

create table inventory.kept_costs (
    item_id integer not null,
    unit_cost numeric not null,
    constraint kept_costs_pkey primary key (item_id),
    constraint kept_costs_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade
);
comment on table inventory.kept_costs is 'The costs at which snapshots are valued: those of inventory.item_costs when the worker last looked. A table apart, because cost is a right of its own.';
comment on column inventory.kept_costs.item_id is 'The item.';
comment on column inventory.kept_costs.unit_cost is 'Its latest cost then, in the company''s currency.';

alter table inventory.snapshot_progress add column valued_to bigint;
comment on column inventory.snapshot_progress.valued_to is 'Up to this movement inventory.kept_costs has what receipts told; null before the first time.';
